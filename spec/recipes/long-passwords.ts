import type { ConnectionOptions } from 'express-dbconnections';

export const longPasswords: ConnectionOptions = {
  password_options: {
    complexity: { min_length: 15 },
    dictionary: { active: true, custom: ['my-product-my-company'] },
    profile_data: { active: true, blocked_fields: ['email', 'username', 'name', 'nickname'] },
  },
};
