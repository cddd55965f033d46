import { execFile, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process'
import { chown } from 'node:fs/promises'
import { promisify } from 'node:util'
import { startText } from '#text/startText.ts'
import { StartupError } from '#server/startupError.ts'

const run = promisify(execFile)

/** Under which user of this machine PostgreSQL runs, and how its programs are started as that user. */
export interface Account {
  launch(command: string, args: readonly string[], options?: SpawnOptions): ChildProcess
  /** Makes the folder this user's own. */
  give(folder: string): Promise<void>
}

/** Started as an ordinary user: PostgreSQL is that user too. */
const ourselves: Account = { launch: spawnIn('/'), give: async () => {} }

/**
 * PostgreSQL refuses to run as root, for which it wants an ordinary user.
 * @param owner whom the data folder belongs to already; undefined when it is new
 */
export async function accountFor(owner: { uid: number; gid: number } | undefined) {
  if (process.getuid?.() !== 0) return [ourselves]
  const user = owner && owner.uid !== 0 ? owner : await ordinaryUser()
  return [ordinary(user), ordinaryEverywhere(user)]
}

/**
 * The first account that can run `program` and write to all folders.
 * @throws StartupError when there is none.
 */
export async function firstAble(
  accounts: readonly Account[],
  program: string,
  folders: readonly string[],
): Promise<Account> {
  // Split in two so that the sentence can tell a program that fails from a folder out of reach.
  const script = '"$0" --version >/dev/null || exit 2; for it; do test -w "$it" || exit 3; done'
  let complaint = ''
  for (const account of accounts) {
    for (const folder of folders) await account.give(folder)
    const [code, stderr] = await outcomeOf(
      account.launch('/bin/sh', ['-c', script, program, ...folders]),
    )
    if (code === 0) return account
    complaint = stderr.split('\n')[0] ?? ''
  }
  throw new StartupError(
    accounts.length > 1 ? startText.noAccount(folders[0] ?? '') : startText.binariesFail(complaint),
  )
}

/** Exit code and complaints of a program that was just launched. */
export async function outcomeOf(child: ChildProcess): Promise<[number | null, string]> {
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (part: string) => (stderr += part))
  // Unread, a full pipe would stop the program.
  child.stdout?.resume()
  return new Promise((resolve) => {
    child.on('error', (error) => resolve([null, error.message]))
    child.on('close', (code) => resolve([code, stderr]))
  })
}

interface User {
  uid: number
  gid: number
}

function ordinary(user: User): Account {
  return { launch: spawnIn('/', user), give: (folder) => chown(folder, user.uid, user.gid) }
}

/**
 * The same user with one right of root's kept, to enter folders: npm and mktemp put things below
 * folders that only root may enter. PostgreSQL is content, as it only asks for the user id.
 */
function ordinaryEverywhere(user: User): Account {
  const launch = spawnIn('/')
  return {
    launch: (command, args, options) =>
      launch(
        'setpriv',
        [
          ...['--reuid', String(user.uid), '--regid', String(user.gid), '--clear-groups'],
          ...['--inh-caps', '+dac_override', '--ambient-caps', '+dac_override'],
          // access(2) would leave the right out, and PostgreSQL looks for its own files with it.
          ...['--securebits', '+no_setuid_fixup'],
          command,
          ...args,
        ],
        options,
      ),
    give: (folder) => chown(folder, user.uid, user.gid),
  }
}

/** In a folder that every account may enter: PostgreSQL reads its working directory. */
function spawnIn(cwd: string, user: Partial<User> = {}): Account['launch'] {
  return (command, args, options = {}) => spawn(command, args, { cwd, ...user, ...options })
}

async function ordinaryUser(): Promise<User> {
  return (await userNamed('postgres')) ?? (await userNamed('nobody')) ?? { uid: 65534, gid: 65534 }
}

async function userNamed(name: string): Promise<User | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])])
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) }
  } catch {
    return undefined
  }
}
