// GOV.UK's pagination: previous, the first, some about the current, the last, next.
import { Fragment } from "preact";
import { html } from "./html.js";
import { number } from "./words.js";

// More than any list has of pages or things, and far from where numbers lose their last digits.
const MOST = 1_000_000;

/**
 * The place in a list as an address has it; 0, where nothing is, when it makes no sense.
 * @param {string | null | undefined} text
 */
export const placeOf = (text) => (/^\d+$/.test(text ?? "") ? Math.min(Number(text), MOST) : 0);

/**
 * The number of a page as an address has it: the first when it makes no sense, the last when there are fewer.
 * @param {string | null | undefined} text
 * @param {number} pages
 */
export const pageOf = (text, pages) => Math.min(placeOf(text) || 1, Math.max(1, pages));

/** @param {{ page: number, pages: number, label: string, href: (page: number) => string }} props */
export function Pagination({ page, pages, label, href }) {
  if (pages < 2) return null;
  const shown = [...new Set([1, page - 1, page, page + 1, pages])].filter((at) => at >= 1 && at <= pages).sort((a, b) => a - b);
  return html`
    <nav class="govuk-pagination" aria-label=${`Pages: ${label}`}>
      ${page > 1 && html`<div class="govuk-pagination__prev"><${Step} href=${href(page - 1)} rel="prev" title="Previous" /></div>`}
      <ul class="govuk-pagination__list">
        ${shown.map(
          (at, place) => html`<${Fragment} key=${at}>
            ${place > 0 && shown[place - 1] < at - 1 && html`<li class="govuk-pagination__item govuk-pagination__item--ellipsis">⋯</li>`}
            <li class=${`govuk-pagination__item ${at === page ? "govuk-pagination__item--current" : ""}`}>
              <a class="govuk-link govuk-pagination__link" href=${href(at)} aria-label=${`Page ${number(at)}`} aria-current=${at === page ? "page" : undefined}>${number(at)}</a>
            </li>
          <//>`,
        )}
      </ul>
      ${page < pages && html`<div class="govuk-pagination__next"><${Step} href=${href(page + 1)} rel="next" title="Next" /></div>`}
    </nav>
  `;
}

/** @param {{ href: string, rel: string, title: string }} props */
const Step = ({ href, rel, title }) => html`
  <a class="govuk-link govuk-pagination__link" href=${href} rel=${rel}>
    <span class="govuk-pagination__link-title">${title}<span class="govuk-visually-hidden"> page</span></span>
  </a>
`;
