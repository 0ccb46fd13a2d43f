/**
 * Starts the worker of the one-file edition, from the code that the page carries: a page from disk may not start a worker
 * from an address. The large files are handed over when the whole page has been read.
 */
export function spawn() {
  const code = Uint8Array.from(atob(carried("worker")), (letter) => letter.charCodeAt(0));
  const worker = new Worker(URL.createObjectURL(new Blob([code], { type: "text/javascript" })), { name: "check903" });
  const handOver = () => {
    /** @type {NodeListOf<HTMLElement>} */
    const carrying = document.querySelectorAll("script[data-asset]");
    const elements = [...carrying];
    worker.postMessage({ carried: Object.fromEntries(elements.map((element) => [element.dataset.asset, element.textContent])) });
  };
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", handOver);
  else handOver();
  return worker;
}

const carried = (/** @type {string} */ id) => /** @type {HTMLElement} */ (document.getElementById(id)).textContent;
