// @ts-check
/** Who sits where, in the address: `?pane=U01ROSA@C01CSTEAM&pane=U02MIA&layout=grid`. */

/** @typedef {{user: string, place: string}} Seat place: what stands after the `#` in that person's address */
/** @typedef {"columns"|"grid"} Layout */

export const LEAST = 2;
export const MOST = 4;

/**
 * Read the address; seats that are missing are filled with others.
 * @param {string} search
 * @param {string[]} people ids of those who can be seen
 * @returns {{seats: Seat[], layout: Layout}}
 */
export function readAddress(search, people) {
  const query = new URLSearchParams(search);
  const asked = query.getAll("pane").map((pane) => {
    const [user, place] = pane.split("@");
    return { user, place: place ?? "" };
  });
  const seats = asked.filter((seat) => people.includes(seat.user)).slice(0, MOST);
  for (const user of people) {
    if (seats.length >= LEAST) break;
    if (!seats.some((seat) => seat.user === user)) seats.push({ user, place: seats[0]?.place ?? "" });
  }
  return { seats, layout: query.get("layout") === "grid" ? "grid" : "columns" };
}

/** @param {Seat[]} seats @param {Layout} layout */
export function writeAddress(seats, layout) {
  const panes = seats.map(({ user, place }) => `pane=${encodeURIComponent(user)}${place ? `@${place}` : ""}`);
  return `?${[...panes, ...(layout === "grid" ? ["layout=grid"] : [])].join("&")}`;
}

/** The page of one seat, to be put inside another page or on its own. @param {Seat} seat @param {boolean} embedded */
export function pageOf({ user, place }, embedded) {
  const query = new URLSearchParams({ user });
  if (embedded) query.set("embedded", "");
  return `/?${query}${place ? `#${place}` : ""}`;
}
