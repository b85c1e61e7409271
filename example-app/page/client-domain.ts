/**
 * What one of Auth0's clients is told as its `domain`: this server. They put https before a bare
 * host; auth0.js 9 and later, and Lock from 11 on, take an http address as it is.
 */
export const clientDomain = location.protocol === 'https:' ? location.host : location.origin;
