// What the scripts find around them that TypeScript does not know of.
import type { RefObject } from "preact";

declare global {
  /** An event of a control in the markup. */
  interface OfInput {
    target: HTMLInputElement;
  }

  interface Asset {
    file: string;
    size: number;
    sha256: string;
  }

  // Put here by the build (web/bundle/site.py, esbuild.mjs).
  const SINGLE_FILE: boolean;
  const ASSETS: Record<string, Asset>;
  const VERSIONS: { tool: string; rules: string; postcodes: string; inside: string };
  const LOCK: string;
  const FILES: Record<string, { size: number; sha256: string }>;
  const RELEASE: string;

  // A service worker's own; the library of types has either these or those of a page.
  const registration: ServiceWorkerRegistration;
  const clients: { claim(): Promise<void> };
  interface ExtendableEvent extends Event {
    waitUntil(work: Promise<unknown>): void;
  }
  interface FetchEvent extends ExtendableEvent {
    readonly request: Request;
    respondWith(response: Promise<Response>): void;
  }
  interface WindowEventMap {
    install: ExtendableEvent;
    activate: ExtendableEvent;
    fetch: FetchEvent;
  }

  // Not in every browser.
  interface Uint8ArrayConstructor {
    fromBase64?(text: string): Uint8Array<ArrayBuffer>;
  }
  interface Navigator {
    readonly deviceMemory?: number;
  }
  interface Performance {
    readonly memory?: { jsHeapSizeLimit: number };
  }
  interface Document {
    readonly wasDiscarded?: boolean;
  }
}

declare module "preact/hooks" {
  // Of an element, which is there before any effect or event that looks at it. Markup is not typed, nor is which element it is.
  export function useRef(): RefObject<any>;
}
