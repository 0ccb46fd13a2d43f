// Files dropped on a box or chosen in it.
import { useState } from "preact/hooks";
import { fromDrop, fromInput } from "./chosen.js";

/** @typedef {import("./chosen.js").Chosen} Chosen */

/**
 * What an `<input type="file">` does with what was chosen in it; `folders`: whether the names of folders are kept.
 * @param {(chosen: Chosen[]) => unknown} take
 */
export const whenChosen = (take, folders = false) => (/** @type {{ target: HTMLInputElement }} */ { target }) => {
  const chosen = fromInput(/** @type {{ files: FileList }} */ (target), folders);
  // Choosing the same file again, after mending it, must count as a choice.
  target.value = "";
  take(chosen);
};

/**
 * The properties of a box on which files can be dropped.
 * @param {(chosen: Chosen[]) => unknown} take
 */
export function useDropZone(take, folders = false) {
  const [over, setOver] = useState(false);
  return {
    class: `app-drop ${over ? "app-drop--over" : ""}`,
    onDrop: async (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      setOver(false);
      take(await fromDrop(/** @type {DataTransfer} */ (event.dataTransfer), folders));
    },
    onDragOver: (/** @type {DragEvent} */ event) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
  };
}
