/** What the server prints on the console at start, one line each. English only, so far. */
export const startText = {
  noBinaries: (platform: string) =>
    `PostgreSQL for ${platform} is not installed. Run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL that is already there.`,
  binariesFail: (reason: string) =>
    `The PostgreSQL that came with the desk does not run here (${reason}). Set DATABASE_URL to a PostgreSQL that is already there.`,
  noAccount: (folder: string) =>
    `PostgreSQL does not run as root, and no other user can reach ${folder}. Start the desk as an ordinary user, or give DESK_DATA a folder that others may enter.`,
  folderUnusable: (folder: string, reason: string) =>
    `The data folder ${folder} cannot be written (${reason}). Make it writable, or give another one with DESK_DATA.`,
  folderForeign: (folder: string) =>
    `The data folder ${folder} belongs to another user. Start the desk as that user, or give another one with DESK_DATA.`,
  folderDamaged: (folder: string) =>
    `The folder ${folder} is there, but it is no PostgreSQL data folder. Move it away, or give another one with DESK_DATA.`,
  folderVersion: (folder: string, found: string, brought: string) =>
    `The data folder ${folder} was written by PostgreSQL ${found}, and this desk brings PostgreSQL ${brought}. Start it with the desk that wrote it, or give another one with DESK_DATA.`,
  folderHeld: (folder: string, pid: number) =>
    `The data folder ${folder} is in use by another Contact Desk (process ${pid}). Stop that one first, or give this one a folder of its own with DESK_DATA.`,
  folderHeldByPostgres: (folder: string, pid: number) =>
    `The data folder ${folder} is in use by a PostgreSQL that the desk did not start (process ${pid}). Stop that one first.`,
  diskFull: (folder: string) =>
    `There is no space left on the disk that holds the data folder ${folder}. Free some and start again.`,
  initdbFails: (reason: string) => `PostgreSQL could not make its data folder: ${reason}.`,
  postgresFails: (reason: string, log: string) =>
    `PostgreSQL did not start: ${reason}. Its log is ${log}.`,

  notBuilt: (folder: string) => `The page is not built: ${folder} is empty. Run npm run build.`,
  open: (address: string) => `Contact Desk is open at ${address}`,
  filling: (vendor: string) => `Filling the embedded ${vendor} with demo data …`,
  seeding: (vendor: string, customers: number, contacts: number) =>
    `Adding ${customers} customers with ${contacts} contacts to the embedded ${vendor} …`,
  seedStopped: 'Stopped. What was added so far is there.',
  seeded: 'Done. npm start opens the desk on them.',
  seedWrong: 'Say how many: npm run seed -- --customers 200 --contacts 3000',
  audit: {
    whole: (workspace: string, rows: number, head: string) =>
      `${workspace}: ${rows === 1 ? '1 row is as it was' : `all ${rows} rows are as they were`} written. The last one’s hash is ${head}`,
    changed: (workspace: string, row: number) =>
      `${workspace}: row ${row} is not as it was written, or not in its place.`,
    missing: (workspace: string, row: number, to: number) =>
      row === to
        ? `${workspace}: row ${row} is missing.`
        : `${workspace}: rows ${row} to ${to} are missing.`,
    unchecked: (workspace: string, row: number) =>
      `${workspace}: row ${row} cannot be checked, as the one before it is missing.`,
    head: (workspace: string, row: number) =>
      `${workspace}: ${row} rows are there, and the log was not written down to end with the last of them.`,
    empty: 'The log is empty: nothing has been saved yet.',
    wrong: 'Say what to do with the log: npm run verify-log',
    stopped: 'Stopped before all of the log was looked at.',
  },
  backupWrong: 'Say where to: npm run backup -- desk.backup',
  backupNothing: (place: string) =>
    `There is nothing of a desk at ${place} to back up. Say where its data is with DESK_DATA or DATABASE_URL.`,
  backupThere: (file: string) =>
    `${file} is there already, and a backup never replaces anything. Give another name.`,
  backupUnwritable: (file: string, reason: string) => `${file} cannot be written (${reason}).`,
  backupFailed: (reason: string) => `The backup failed (${reason}). Nothing was left behind.`,
  backupStopped: 'Stopped. Nothing was left behind.',
  backedUp: (file: string, rows: number, tables: number, seconds: string) =>
    `Backed up ${rows} rows of ${tables} tables to ${file} in ${seconds} s, and read it back. It holds personal data: keep it as safe as the desk.`,
  restoreWrong: 'Say from where: npm run restore -- desk.backup',
  restoreUnreadable: (file: string, reason: string) => `${file} cannot be read (${reason}).`,
  restoreForeign: (file: string) => `${file} is no backup of a Contact Desk.`,
  restoreCut: (file: string) =>
    `${file} ends too early: a part of it is missing. Copy it again, or take another backup.`,
  restoreDamaged: (file: string) =>
    `${file} is damaged: it does not hold what was written into it. Copy it again, or take another backup.`,
  restoreNewer: (file: string, version: string) =>
    `${file} was made by a newer Contact Desk (${version}). Restore it with that one.`,
  restoreOld: (file: string, version: string) =>
    `${file} was made by a Contact Desk from before 2026-11-28 (${version}), whose tables had other names. Restore it with that one, then start this one on the result.`,
  restoreOccupied: (place: string) =>
    `There is data of a desk at ${place} already, and a restore never replaces anything. Give an empty folder with DESK_DATA, or an empty database with DATABASE_URL.`,
  restoreFailed: (reason: string) => `The restore failed (${reason}). Nothing was written.`,
  restoreDiffers: (table: string) =>
    `The restore failed: ${table} did not come out as it was backed up. Nothing was written.`,
  restoreStopped: 'Stopped. Nothing was written.',
  restored: (rows: number, tables: number, seconds: string) =>
    `Restored ${rows} rows of ${tables} tables in ${seconds} s; every checksum is as it was. npm start opens the desk on them. Everybody has to sign in again.`,
  restoredOpen: (count: number) =>
    count === 1
      ? '1 change had no result when the backup was made. The desk looks whether it was carried out, and does not send it again; whoever made it is told. It is:'
      : `${count} changes had no result when the backup was made. The desk looks whether they were carried out, and does not send them again; whoever made them is told. They are:`,
  restoredOpenOne: (workspace: string, op: string, person: string, code: string | null) =>
    `  workspace ${workspace}: ${op}, by ${person}${code ? `, code ${code}` : ''}`,
  seedUnembedded: 'No workspace is embedded, so there is nothing to fill with demo data.',
  postgresGone: (log: string) =>
    `The desk stopped because its PostgreSQL did. Its log is ${log}; start the desk again to go on.`,
  portTaken: (host: string, port: number) =>
    `Port ${port} on ${host} is in use, perhaps by another Contact Desk. Stop that one, or choose another port with PORT.`,
  portForbidden: (port: number) =>
    `Port ${port} is not for ordinary users. Choose one from 1024 on with PORT.`,
  hostUnknown: (host: string) =>
    `HOST=${host} is no address of this machine. Leave it out to use 127.0.0.1.`,
  databasePlace: 'the address in DATABASE_URL',
  databaseNoPrimary: 'none of its hosts takes writes',
  /** @param state one of PostgreSQL's five-character codes */
  databaseRefuses: (state: string) => {
    const known: Record<string, string> = {
      '28': 'it does not accept this user, password or machine',
      '3D': 'it has no such database',
      '53': 'it has no connection or space left',
      '57': 'it is starting or stopping',
    }
    return `${known[state.slice(0, 2)] ?? 'it answered with an error'}, ${state}`
  },
  databaseUnreachable: (place: string, reason: string) =>
    `The database at ${place} cannot be reached (${reason}). Check DATABASE_URL and that it is running.`,
  databaseNewer: (place: string, newer: string | null, version: string, steps: string[]) =>
    `The database at ${place} was changed by a newer Contact Desk (${newer ?? 'of unknown version'}), and this is Contact Desk ${version}, which does not know ${steps.join(', ')}. Start the newer one. To go back, restore a backup from before the upgrade into an empty database.`,
  databaseOld: (place: string, version: string, least: number) =>
    `The database at ${place} is PostgreSQL ${version}; the desk needs ${least} or newer.`,
  databaseReadOnly: (place: string) =>
    `The database at ${place} takes no writes, as a replica does. Let DATABASE_URL name the primary.`,
  databaseWithoutTrigrams: (place: string) =>
    `The database at ${place} has no extension pg_trgm, which customer search needs. Install PostgreSQL's contrib package, or let its owner run: create extension pg_trgm.`,

  /** How the provider takes the desk, right after the start. */
  provider: {
    answers: (issuer: string, callback: string) =>
      `Sign-in: ${issuer} answers. It has to know ${callback} as a redirect address.`,
    fails: (issuer: string, reason: string) =>
      `Nobody can sign in yet: ${issuer} is not understood (${reason}). Check that DESK_OIDC_ISSUER is, character by character, the "issuer" in ${issuer.replace(/\/$/, '')}/.well-known/openid-configuration, and that this machine may reach it.`,
  },

  /** How each billing system outside takes the desk, right after the start. */
  workspace: {
    answers: (id: string, vendor: string) => `Workspace ${id}: ${vendor} answers.`,
    refused: (id: string, why: string) => `Workspace ${id} does not work yet. ${why}`,
    backendUnreachable: (reason: string) =>
      `Nobody can be reached at its address${reason && ` (${reason})`}. Check settings.address, and that this machine may reach it.`,
    outcomeUnknown: (vendor: string, status: number | null) =>
      status === null
        ? `${vendor} did not answer whole and in time. Start again, and check settings.address.`
        : `What answers at its address (HTTP ${status}) does not speak as ${vendor} does. Check settings.address; if it is right, ${vendor} has a fault.`,
  },

  /** Wrong settings, all of them at once. */
  settings: {
    embedded: 'Embedded',
    head: (count: number) =>
      count === 1
        ? 'The desk does not start, because a setting is wrong:'
        : `The desk does not start, because ${count} settings are wrong:`,
    port: 'PORT has to be a whole number from 0 to 65535. Leave it out for 3000.',
    host: (host: string) =>
      `HOST=${host} would open the desk to other machines, and without sign-in everybody there could read and change contacts. Use 127.0.0.1, ::1 or localhost, or let people sign in with DESK_OIDC_ISSUER.`,
    signInMissing: (name: string) =>
      `${name} is not set, and sign-in takes all of DESK_OIDC_ISSUER, DESK_OIDC_CLIENT_ID and DESK_OIDC_CLIENT_SECRET. Take out the others, or set it.`,
    issuer:
      'DESK_OIDC_ISSUER has to be the https address by which the provider calls itself (http only on this machine), without user name, ? and #.',
    publicUrlMissing:
      'DESK_PUBLIC_URL is not set. Sign-in needs the address people type, because the provider sends them back there.',
    publicUrlPlain:
      'DESK_PUBLIC_URL has to be https where people sign in (http only on this machine): over plain http browsers keep nobody signed in.',
    rolesMissing:
      'DESK_CONFIG is not set. Sign-in needs a file that says under "signIn" who may do what.',
    signInMissingInFile:
      'say who may do what, like {"claim": "groups", "roles": {"viewer": ["staff"], "editor": ["billing"], "admin": ["desk-admins"]}}.',
    signInUnset:
      'without sign-in nobody can be told apart. Set DESK_OIDC_ISSUER, DESK_OIDC_CLIENT_ID and DESK_OIDC_CLIENT_SECRET, or take it out.',
    rolesEmpty: 'say at least who is viewer, editor or admin.',
    rolesNobody: 'nobody could open this workspace: say who may here, or for all in signIn.roles.',
    privateAddress: 'say true where the address is in your own network, else leave it out.',
    providerHost: 'give a host like login.example.com, without https://.',
    scope: 'a scope has no spaces, quotes or backslashes.',
    unknown: (name: string, known: string) =>
      `${name} is no setting of the desk. There are: ${known}.`,
    databaseUrl:
      'DATABASE_URL has to look like postgresql://user:password@host:5432/database. Several hosts have commas between: host1:5432,host2:5432.',
    databaseClear:
      'DATABASE_URL leads to another machine, and everything would travel there in the clear, the password too. Add sslmode=verify-full, with sslrootcert=FILE where the certificate is of an authority of your own. Where nobody else can listen on the way, set DESK_DATABASE_TLS=off.',
    databaseStandby:
      'DATABASE_URL asks for a standby, and the desk writes. Let target_session_attrs be read-write or primary, or leave it out: of several hosts the desk takes the one that takes writes.',
    databaseTls: 'DESK_DATABASE_TLS has to be required (the default) or off.',
    databaseUrlPercent:
      'DATABASE_URL holds a % that does not begin the code of a character. In a user name, password or database name write % as %25, and : / ? # @ as %3A %2F %3F %23 %40.',
    databaseCertificate: (reason: string) =>
      `DATABASE_URL names a certificate or key that cannot be read (${reason}). Check sslrootcert, sslcert and sslkey.`,
    publicUrl:
      'DESK_PUBLIC_URL has to be the address people type, without a path, like https://desk.example.com.',
    embeddedApi:
      'DESK_EMBEDDED_API has to be off (the default with sign-in), loopback (the default without) or everyone.',
    metricsPort:
      'DESK_METRICS_PORT has to be a whole number from 0 to 65535, and another one than PORT. Leave it out to have the metrics at PORT.',
    metricsToken:
      'DESK_METRICS_TOKEN has to be at least 16 letters, digits or any of - . _ ~ + / =, such as openssl rand -hex 32 prints.',
    tlsUnverified:
      'NODE_TLS_REJECT_UNAUTHORIZED=0 is set, and with it nobody knows who is at the other end. Take it out; a certificate of your own is trusted with NODE_EXTRA_CA_CERTS.',
    databaseUnverified:
      'DATABASE_URL switches off the check of the certificate. Take out sslmode=no-verify and uselibpqcompat; a certificate of your own is trusted with sslrootcert.',
    sample: (name: string) => `${name} still holds the value of an example. Put in the real one.`,
    sampleHere: 'this is still the value of an example. Put in the real one.',
    secretTwice: (name: string) => `${name} and ${name}_FILE are both set. Take one out.`,
    trustedProxies:
      'DESK_TRUSTED_PROXIES has to be addresses or ranges with commas between, like 10.0.0.5, 192.168.0.0/24.',
    rateLimits:
      'DESK_RATE_LIMITS has to be off, or how many times the usual limits, like 2 or 0.5.',
    preparedStatements:
      'DESK_PREPARED_STATEMENTS has to be on or off. Leave it out for on without DATABASE_URL and off with it.',
    stopDelay:
      'DESK_STOP_DELAY has to be a whole number of seconds from 0 to 300. Leave it out for 0.',
    fileUnreadable: (path: string, reason: string) =>
      `DESK_CONFIG: the file ${path} cannot be read (${reason}).`,
    fileNotJson: (path: string, reason: string) =>
      `DESK_CONFIG: the file ${path} is not JSON (${reason}).`,
    at: (place: string, problem: string) => `DESK_CONFIG: ${place}: ${problem}`,
    workspaceId: 'use lower-case letters, digits and hyphens, at most 64, starting with a letter',
    workspaceTwice: (id: string) =>
      `another workspace is called ${id} already. Give each an id of its own.`,
    backendUnknown: (known: string) => `there is no such backend. There are: ${known}.`,
    environmentMissing:
      'say what staff see beside the name, like {"word": "Production", "tone": "production"}.',
    addressWrong: (names: string) =>
      'has to be an https address without user name (http only on this machine), or "embedded"' +
      (names ? `, or one of ${names}.` : '.'),
    embeddedMore: 'an embedded workspace needs no other settings. Take them out.',
    secretEnv: (name: string) => `the environment variable ${name} is not set.`,
    secretFile: (path: string, reason: string) => `the file ${path} cannot be read (${reason}).`,
    secretEmpty: 'the secret is empty.',
  },
}
