import type { SignedUpUser } from '../signup/sign-up';

/** The body of a 200: the documented keys in the documented order, without those not supplied. */
export function signupResponse(user: SignedUpUser) {
  return {
    _id: user._id.toHexString(),
    email_verified: false,
    email: user.email,
    username: user.username,
    given_name: user.given_name,
    family_name: user.family_name,
    name: user.name,
    nickname: user.nickname,
    picture: user.picture,
    user_metadata: user.user_metadata,
  };
}
