/**
 * The page of a report: reads what stands in the document, and shows it.
 *
 * Nothing is asked of anybody: all data is in the document, and its policy forbids every request.
 */
import { unpack } from "../report/page/pack.js";
import type { PageData } from "../report/page/pageData.js";
import { followTheme, pageTools } from "./frame.js";
import { fillSection } from "./sectionView.js";

void start();

async function start(): Promise<void> {
  const packed = document.getElementById("data")!.textContent.trim();
  const data = unpack(await inflated(bytesOf(packed))) as PageData;
  followTheme();
  const server = data.sections.find(({ clock }) => clock !== undefined)?.clock?.name;
  document.getElementById("tools")!.append(...pageTools(server));
  for (const section of data.sections) {
    const place = document.querySelector<HTMLElement>(`#${CSS.escape(section.id)} .answer`)!;
    fillSection(place, section);
    // one answer after the other, so that the first is there early
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
  document.documentElement.dataset["ready"] = "yes";
}

function bytesOf(base64: string): Uint8Array<ArrayBuffer> {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at += 1) bytes[at] = text.charCodeAt(at);
  return bytes;
}

async function inflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
