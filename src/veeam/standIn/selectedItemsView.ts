/**
 * What a job backs up, as `GET /Jobs/{id}/SelectedItems` shows it: in the product's spelling,
 * whatever spelling it came in, with an id for each item.
 *
 * What an item says beyond that is shown as it was sent.
 */
import { isObject } from "../lists/fields.js";
import type { JobRecord, SelectedItem } from "./jobRecord.js";
import { guidOf } from "./sessionIds.js";

/** Names as the product spells them, of items and of what they select. */
const FLAGS = (
  "mailbox archiveMailbox oneDrive sites site teams teamsChats chats personalSite members " +
  "memberMailbox memberArchiveMailbox memberOnedrive memberSite groupSite isCloud isPersonal " +
  "isBackedUp"
).split(" ");
const OTHERS = (
  "type id folders team user group mail displayName name locationType managedBy url parentUrl " +
  "title description office onPremisesSid siteCollectionError"
).split(" ");
const SPELLINGS = new Map([...FLAGS, ...OTHERS].map((name) => [name.toLowerCase(), name]));

/** The types of items, as the product spells them. */
const TYPES = "PartialOrganization User Group Site Team PersonalSites OneDriveFolders".split(" ");

/** Makes the representations of a job's items, in their order. */
export function shownItems({ id, selectedItems = [] }: JobRecord): SelectedItem[] {
  return shownAs(selectedItems, `${id} item`);
}

/** The same of what it leaves out. */
export function shownExclusions({ id, excludedItems = [] }: JobRecord): SelectedItem[] {
  return shownAs(excludedItems, `${id} excluded item`);
}

/** `name`: what the ids of items that have none are made of, with their places. */
function shownAs(items: readonly SelectedItem[], name: string): SelectedItem[] {
  return items.map((item, place) => {
    const shown = spelt(item);
    const type = TYPES.find((known) => known.toLowerCase() === String(shown["type"]).toLowerCase());
    const site = shown["site"];
    const team = shown["team"];
    return {
      ...shown,
      type: type ?? shown["type"],
      id: typeof shown["id"] === "string" ? shown["id"] : guidOf(`${name} ${place}`),
      // what the product always says of these, where nobody said it
      ...(isObject(site) ? { site: { ...siteDefaults(site), ...site } } : {}),
      ...(isObject(team) ? { team: { displayName: "", mail: "", ...team } } : {}),
    };
  });
}

function siteDefaults(site: object): Record<string, unknown> {
  const { id, url, name } = site as Readonly<Record<string, unknown>>;
  const address = url ?? id;
  return {
    id: guidOf(String(address)),
    url: "",
    title: name ?? address,
    isCloud: true,
    isPersonal: false,
  };
}

function spelt(object: object): Record<string, unknown> {
  const shown = new Map<string, unknown>();
  for (const [key, value] of Object.entries(object)) {
    const name = SPELLINGS.get(key.toLowerCase()) ?? key;
    if (!shown.has(name)) shown.set(name, speltValue(value, FLAGS.includes(name)));
  }
  return Object.fromEntries(shown);
}

function speltValue(value: unknown, isFlag: boolean): unknown {
  if (isObject(value)) return spelt(value);
  const word = isFlag && typeof value === "string" ? value.toLowerCase() : "";
  return word === "true" || word === "false" ? word === "true" : value;
}
