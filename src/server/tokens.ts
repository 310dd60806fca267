/**
 * Who may ask: one token that was given, and those that are handed out for the password.
 *
 * Tokens live in memory and end with the process. There are never more of them than a limit; the
 * oldest go first, and whoever held one logs in again. A token is compared by its digest, in a time
 * that does not depend on how wrong it is.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { MINUTE_MS } from "../core/time/instant.js";

/** What a login gives. Instants are epoch ms, on the real clock. */
export interface Grant {
  readonly user: string;
  readonly access: string;
  readonly refresh: string;
  readonly issued: number;
  readonly expires: number;
}

/** The tokens of a server. */
export interface TokenBook {
  /** Whether a request may bear this token now. */
  readonly isGood: (token: string) => boolean;
  readonly isPassword: (text: string) => boolean;
  /** Lets a user in, whoever it is. */
  readonly grant: (user: string) => Grant;
  /** A new pair for a refresh token that is still good. */
  readonly renew: (refresh: string) => Grant | undefined;
  /** Ends the login that a token belongs to, with all its tokens; the given token stays good. */
  readonly end: (token: string) => void;
}

/** What tokens depend on. */
export interface TokenRules {
  /** Good for ever. */
  readonly token: string;
  readonly password: string;
  readonly minutes: number;
  /** The real clock, epoch ms: a stand-in's clock can be set a year ahead, a login cannot. */
  readonly realNow: () => number;
}

/** More tokens than this are not remembered. */
export const MOST_TOKENS = 20_000;

/** A refresh token is good for so many times the life of an access token. */
const REFRESH_LIVES = 24;

/** One login, which ends as a whole. */
interface Login {
  readonly user: string;
  hasEnded: boolean;
}

interface Handed {
  readonly login: Login;
  readonly kind: "access" | "refresh";
  readonly expires: number;
}

/** Makes the book. */
export function tokenBook({ token, password, minutes, realNow }: TokenRules): TokenBook {
  const handed = new Map<string, Handed>();
  const isToken = sameAs(token);
  const good = (text: string, kind: Handed["kind"]): Handed | undefined => {
    const key = digest(text).toString("base64");
    const entry = handed.get(key);
    if (entry === undefined || entry.kind !== kind) return undefined;
    if (!entry.login.hasEnded && entry.expires > realNow()) return entry;
    handed.delete(key);
    return undefined;
  };
  const hand = (entry: Handed): string => {
    // a map is in the order of its making, so the first is the oldest
    for (const oldest of handed.keys()) {
      if (handed.size < MOST_TOKENS) break;
      handed.delete(oldest);
    }
    const text = newToken();
    handed.set(digest(text).toString("base64"), entry);
    return text;
  };
  const pairFor = (login: Login): Grant => {
    const issued = realNow();
    const lifeMs = minutes * MINUTE_MS;
    const expires = issued + lifeMs;
    return {
      user: login.user,
      access: hand({ login, kind: "access", expires }),
      refresh: hand({ login, kind: "refresh", expires: issued + REFRESH_LIVES * lifeMs }),
      issued,
      expires,
    };
  };
  return {
    isGood: (text) => isToken(text) || good(text, "access") !== undefined,
    isPassword: sameAs(password),
    grant: (user) => pairFor({ user, hasEnded: false }),
    renew: (refresh) => {
      const entry = good(refresh, "refresh");
      return entry === undefined ? undefined : pairFor(entry.login);
    },
    end: (text) => {
      const entry = good(text, "access");
      if (entry !== undefined) entry.login.hasEnded = true;
    },
  };
}

/** A token that nobody guesses. */
export function newToken(): string {
  return randomBytes(24).toString("base64url");
}

/** The token that the header `Authorization` bears; `undefined` where it bears none. */
export function tokenIn(header: string | undefined): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(header ?? "")?.[1];
}

function sameAs(right: string): (text: string) => boolean {
  const expected = digest(right);
  return (text) => timingSafeEqual(digest(text), expected);
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
