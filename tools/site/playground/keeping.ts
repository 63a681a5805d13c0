/**
 * The page without a network.
 *
 * @module
 */
/// <reference lib="dom" />
import { kept } from "./kept.ts";

/** Registers the service worker, and lets the button load every file of the page. */
export function connectKeeping(button: HTMLButtonElement): void {
  const { serviceWorker } = navigator as { readonly serviceWorker?: ServiceWorkerContainer };
  if (serviceWorker === undefined) return void (button.hidden = true);
  const say = (text: string): void => void (document.querySelector("#kept")!.textContent = text);
  const ready = serviceWorker.register("playground-offline.js", { scope: "playground" });
  ready.catch(() => say("This browser keeps nothing for later: the page needs its network."));
  button.addEventListener("click", async () => {
    say("Loading …");
    try {
      await ready;
      await (await kept())!.addAll(button.dataset["files"]!.split(" "));
      say("Kept: the whole page now works without a network.");
    } catch (error) {
      say(`Cannot keep the page as all of its files must come: ${(error as Error).message}`);
    }
  });
}
