import { profileOf } from '../fields/profile';
import type { SignedUpUser } from '../signup/sign-up';

/** The body of a 200: the documented keys in the documented order, without those not stored. */
export function signupResponse(user: SignedUpUser) {
  return { _id: user._id.toHexString(), email_verified: user.email_verified, ...profileOf(user) };
}
