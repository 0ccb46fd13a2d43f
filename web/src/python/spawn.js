/**
 * Starts the worker from a Blob rather than from its own address: a worker fetched from the network takes its policy from the
 * server's headers, one made from a Blob inherits the page's. So the page's policy also binds the code that sees the files.
 */
export function spawn() {
  const script = new URL("worker.js", document.baseURI).href;
  const address = URL.createObjectURL(new Blob([`import ${JSON.stringify(script)};`], { type: "text/javascript" }));
  return new Worker(address, { type: "module", name: "check903" });
}
