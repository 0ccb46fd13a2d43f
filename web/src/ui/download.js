/**
 * Saves bytes as a download, without any request.
 * @param {string} name
 * @param {string} type
 * @param {BlobPart} bytes
 */
export function download(name, type, bytes) {
  const address = URL.createObjectURL(new Blob([bytes], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // The browser takes its copy in its own time.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
