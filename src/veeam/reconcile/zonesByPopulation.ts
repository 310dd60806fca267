/**
 * Time zones by how many people live by them: in which order to guess where a server stands.
 *
 * Source: own estimate of 2025 for the territory of each name in the IANA database, from the United
 * Nations' country totals (World Population Prospects), countries with several zones split by
 * region; millions, rounded. Criterion: the largest first, at least one name for every offset in
 * use on land, so that a list from anywhere finds one. Only the order counts. UTC stands before
 * them all: nobody lives there, but servers do.
 */

/** A zone and the people who live by it, in millions. */
type Populated = readonly [zone: string, millions: number];

const POPULATED: readonly Populated[] = [
  ...([
    ["Asia/Kolkata", 1440],
    ["Asia/Shanghai", 1410],
    ["Africa/Lagos", 390],
    ["Africa/Nairobi", 340],
  ] as const),
  ...([
    ["Asia/Karachi", 245],
    ["Asia/Jakarta", 225],
    ["America/Sao_Paulo", 195],
    ["Africa/Maputo", 190],
  ] as const),
  ...([
    ["Asia/Dhaka", 173],
    ["Africa/Abidjan", 165],
    ["America/New_York", 160],
    ["Asia/Tokyo", 123],
  ] as const),
  ...([
    ["Asia/Manila", 116],
    ["Africa/Cairo", 115],
    ["America/Mexico_City", 108],
    ["America/Chicago", 102],
  ] as const),
  ...([
    ["Europe/Moscow", 100],
    ["Asia/Ho_Chi_Minh", 99],
    ["Asia/Tehran", 90],
    ["Europe/Istanbul", 86],
  ] as const),
  ...([
    ["Europe/Berlin", 84],
    ["Asia/Bangkok", 72],
    ["Europe/London", 69],
    ["Europe/Paris", 67],
  ] as const),
  ...([
    ["Africa/Johannesburg", 65],
    ["Europe/Rome", 59],
    ["Asia/Yangon", 54],
    ["America/Los_Angeles", 53],
  ] as const),
  ...([
    ["America/Bogota", 52],
    ["Asia/Seoul", 51.5],
    ["Africa/Khartoum", 49],
    ["Europe/Madrid", 46],
  ] as const),
  ...([
    ["Africa/Algiers", 46],
    ["America/Argentina/Buenos_Aires", 45],
    ["Asia/Baghdad", 45],
    ["Asia/Makassar", 44],
  ] as const),
  ...([
    ["Asia/Riyadh", 42],
    ["Asia/Kabul", 41],
    ["Europe/Warsaw", 38],
    ["Africa/Casablanca", 37.5],
  ] as const),
  ...([
    ["Asia/Tashkent", 36],
    ["Europe/Kyiv", 35.5],
    ["Asia/Kuala_Lumpur", 35],
    ["America/Lima", 34],
  ] as const),
  ...([
    ["Asia/Kathmandu", 30],
    ["America/Caracas", 28.5],
    ["America/Toronto", 24],
    ["Asia/Damascus", 23.5],
  ] as const),
  ...([
    ["Asia/Taipei", 23.4],
    ["Asia/Colombo", 22],
    ["Asia/Yekaterinburg", 20.5],
    ["Asia/Almaty", 20],
  ] as const),
  ...([
    ["Europe/Bucharest", 19],
    ["America/Denver", 19],
    ["America/Santiago", 18.5],
    ["America/Guatemala", 18.4],
  ] as const),
  ...([
    ["America/Guayaquil", 18.1],
    ["Europe/Amsterdam", 18],
    ["America/La_Paz", 12.4],
    ["Africa/Tunis", 12.3],
  ] as const),
  ...([
    ["Europe/Brussels", 11.8],
    ["Asia/Amman", 11.5],
    ["America/Santo_Domingo", 11.4],
    ["America/Havana", 11],
  ] as const),
  ...([
    ["Europe/Prague", 10.9],
    ["Europe/Lisbon", 10.6],
    ["Europe/Stockholm", 10.6],
    ["Pacific/Port_Moresby", 10.5],
  ] as const),
  ...([
    ["Asia/Dubai", 10.4],
    ["Asia/Baku", 10.3],
    ["Europe/Athens", 10.2],
    ["Asia/Jerusalem", 9.9],
  ] as const),
  ...([
    ["Europe/Budapest", 9.6],
    ["Europe/Vienna", 9.2],
    ["Europe/Minsk", 9.1],
    ["Europe/Zurich", 9],
  ] as const),
  ...([
    ["Australia/Sydney", 8.5],
    ["Asia/Jayapura", 8],
    ["Asia/Hong_Kong", 7.5],
    ["America/Phoenix", 7.4],
  ] as const),
  ...([
    ["Australia/Melbourne", 7],
    ["America/Asuncion", 6.9],
    ["Europe/Belgrade", 6.6],
    ["Europe/Sofia", 6.4],
  ] as const),
  ...([
    ["Asia/Singapore", 6],
    ["Europe/Copenhagen", 6],
    ["Australia/Brisbane", 5.6],
    ["Europe/Helsinki", 5.6],
  ] as const),
  ...([
    ["Europe/Oslo", 5.6],
    ["Europe/Samara", 5.4],
    ["Europe/Dublin", 5.3],
    ["America/Vancouver", 5.2],
  ] as const),
  ...([
    ["Pacific/Auckland", 5.2],
    ["America/Edmonton", 4.9],
    ["Asia/Krasnoyarsk", 4],
    ["America/Tijuana", 3.8],
  ] as const),
  ...([
    ["Asia/Tbilisi", 3.7],
    ["Asia/Ulaanbaatar", 3.5],
    ["America/Montevideo", 3.4],
    ["America/Puerto_Rico", 3.2],
  ] as const),
  ...([
    ["Australia/Perth", 3],
    ["Asia/Omsk", 2.9],
    ["Asia/Novosibirsk", 2.8],
    ["Asia/Vladivostok", 2.7],
  ] as const),
  ...([
    ["America/Halifax", 2],
    ["Asia/Irkutsk", 2],
    ["Australia/Adelaide", 1.9],
    ["Asia/Yakutsk", 1.8],
  ] as const),
  ...([
    ["Pacific/Honolulu", 1.4],
    ["Pacific/Fiji", 0.9],
    ["Pacific/Guadalcanal", 0.8],
    ["America/Anchorage", 0.7],
  ] as const),
  ...([
    ["Atlantic/Cape_Verde", 0.6],
    ["America/St_Johns", 0.5],
    ["Asia/Kamchatka", 0.35],
    ["Australia/Darwin", 0.25],
  ] as const),
  ...([
    ["Atlantic/Azores", 0.24],
    ["Pacific/Apia", 0.22],
    ["Pacific/Tongatapu", 0.1],
    ["America/Nuuk", 0.056],
  ] as const),
  ...([
    ["Pacific/Pago_Pago", 0.047],
    ["Pacific/Marquesas", 0.009],
    ["Pacific/Kiritimati", 0.007],
    ["Australia/Eucla", 0.0001],
  ] as const),
  ...([
    ["Australia/Lord_Howe", 0.0004],
    ["Pacific/Chatham", 0.0006],
    ["America/Noronha", 0.003],
    ["Pacific/Norfolk", 0.002],
  ] as const),
];

/** Zones in the order in which a server's is guessed: UTC, then the most populous first. */
export const ZONES_BY_POPULATION: readonly string[] = [
  "UTC",
  ...[...POPULATED].sort((a, b) => b[1] - a[1]).map(([zone]) => zone),
];
