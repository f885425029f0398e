/** The name that the page of a feature has without its ending: letters, digits, hyphens. */
export const featureSlug = (uri: string): string =>
  uri.replace(/\.feature$/, '').replace(/[^a-zA-Z0-9_-]+/g, '-');

/** The page of a feature, relative to the folder of the reports. */
export const featurePage = (uri: string): string => `html/features/${featureSlug(uri)}.html`;
