import { atLeast } from '../site.ts';

/** Which settings a PostgreSQL has of those that changed while Momentum brought one along. */
interface Era {
  readonly version: string;
  /** The line itself where `version` is at least `from`, and below `before` where that is given. */
  since(from: string, line: string, before?: string): readonly string[];
}

function era(version: string): Era {
  return {
    version,
    since: (from, line, before) => (atLeast(version, from) && (before === undefined || !atLeast(version, before)) ? [line] : []),
  };
}

/**
 * The commented configuration that initdb of that PostgreSQL leaves, for a tree without servers. The
 * port is the one thing that is set: nothing that looks for this database may meet the machine's own.
 */
export function postgresqlConf(version: string, port: number): string {
  const at = era(version);
  return [
    ...header,
    ...section('FILE LOCATIONS'),
    '# The default values of these variables are driven from the -D command-line',
    '# option or PGDATA environment variable, represented here as ConfigDir.',
    '',
    "#data_directory = 'ConfigDir'\t\t# use data in another directory",
    '\t\t\t\t\t# (change requires restart)',
    "#hba_file = 'ConfigDir/pg_hba.conf'\t# host-based authentication file",
    '\t\t\t\t\t# (change requires restart)',
    "#ident_file = 'ConfigDir/pg_ident.conf'\t# ident configuration file",
    '\t\t\t\t\t# (change requires restart)',
    '',
    '# If external_pid_file is not explicitly set, no extra PID file is written.',
    "#external_pid_file = '(none)'\t\t# write an extra PID file",
    '\t\t\t\t\t# (change requires restart)',
    '',
    ...connections(at, port),
    ...resources(at),
    ...logging,
    ...rest(at),
    '',
  ].join('\n');
}

const header = [
  '# -----------------------------',
  '# PostgreSQL configuration file',
  '# -----------------------------',
  '#',
  '# This file consists of lines of the form:',
  '#',
  '#   name = value',
  '#',
  '# (The "=" is optional.)  Whitespace may be used.  Comments are introduced with',
  '# "#" anywhere on a line.  The complete list of parameter names and allowed',
  '# values can be found in the PostgreSQL documentation.',
  '#',
  '# The commented-out settings shown in this file represent the default values.',
  '# Re-commenting a setting is NOT sufficient to revert it to the default value;',
  '# you need to reload the server.',
  '#',
  '# This file is read on server startup and when the server receives a SIGHUP',
  '# signal.  If you edit the file on a running system, you have to SIGHUP the',
  '# server for the changes to take effect, or use "pg_ctl reload".  Some',
  '# parameters, which are marked below, require a server shutdown and restart to',
  '# take effect.',
  '',
];

function section(title: string): readonly string[] {
  const rule = `#${'-'.repeat(78)}`;
  return ['', rule, `# ${title}`, rule, ''];
}

function connections(at: Era, port: number): readonly string[] {
  return [
    ...section('CONNECTIONS AND AUTHENTICATION'),
    '# - Connection Settings -',
    '',
    "#listen_addresses = 'localhost'\t\t# what IP address(es) to listen on;",
    '\t\t\t\t\t# comma-separated list of addresses;',
    "\t\t\t\t\t# defaults to 'localhost', '*' = all",
    '\t\t\t\t\t# (change requires restart)',
    `port = ${port}\t\t\t\t# (change requires restart)`,
    'max_connections = 100\t\t\t# (change requires restart)',
    '# Note:  Increasing max_connections costs ~400 bytes of shared memory per',
    '# connection slot, plus lock space (see max_locks_per_transaction).',
    '#superuser_reserved_connections = 3\t# (change requires restart)',
    ...at.since('8', "#unix_socket_directory = ''\t\t# (change requires restart)", '9.3'),
    ...at.since('9.3', "#unix_socket_directories = '/tmp'\t# comma-separated list of directories"),
    "#unix_socket_group = ''\t\t\t# (change requires restart)",
    '#unix_socket_permissions = 0777\t\t# begin with 0 to use octal notation',
    '\t\t\t\t\t# (change requires restart)',
    '',
    '# - Security and Authentication -',
    '',
    '#authentication_timeout = 1min\t\t# 1s-600s',
    '#ssl = off\t\t\t\t# (change requires restart)',
    "#ssl_ciphers = 'ALL:!ADH:!LOW:!EXP:!MD5:@STRENGTH'\t# allowed SSL ciphers",
    '\t\t\t\t\t# (change requires restart)',
    ...at.since('9.0', '#ssl_renegotiation_limit = 512MB\t# amount of data between renegotiations', '9.5'),
    ...at.since('9.2', "#ssl_cert_file = 'server.crt'\t\t# (change requires restart)"),
    ...at.since('9.2', "#ssl_key_file = 'server.key'\t\t# (change requires restart)"),
    ...at.since('9.2', "#ssl_ca_file = ''\t\t\t# (change requires restart)"),
    ...at.since('9.2', "#ssl_crl_file = ''\t\t\t# (change requires restart)"),
    ...at.since('12', "#ssl_min_protocol_version = 'TLSv1.2'"),
    ...at.since('8', '#password_encryption = on', '10'),
    ...at.since('10', '#password_encryption = scram-sha-256\t# scram-sha-256 or md5'),
    '#db_user_namespace = off',
    '',
  ];
}

function resources(at: Era): readonly string[] {
  return [
    ...section('RESOURCE USAGE (except WAL)'),
    'shared_buffers = 32MB\t\t\t# min 128kB',
    '\t\t\t\t\t# (change requires restart)',
    '#temp_buffers = 8MB\t\t\t# min 800kB',
    '#work_mem = 1MB\t\t\t\t# min 64kB',
    '#maintenance_work_mem = 16MB\t\t# min 1MB',
    ...at.since('8', '#max_fsm_pages = 204800\t\t\t# min max_fsm_relations*16, 6 bytes each', '8.4'),
    '',
    ...section('WRITE AHEAD LOG'),
    ...at.since('9.0', '#wal_level = minimal\t\t\t# minimal, archive, or hot_standby'),
    '#fsync = on\t\t\t\t# turns forced synchronization on or off',
    '#synchronous_commit = on\t\t# immediate fsync at commit',
    '#wal_buffers = 64kB\t\t\t# min 32kB',
    ...at.since('8', '#checkpoint_segments = 3\t\t# in logfile segments, min 1, 16MB each', '9.5'),
    '#archive_mode = off\t\t# allows archiving to be done',
    ...at.since('9.0', '#max_wal_senders = 0\t\t# max number of walsender processes'),
    '',
  ];
}

const logging = [
  ...section('ERROR REPORTING AND LOGGING'),
  "#log_destination = 'stderr'\t\t# Valid values are combinations of",
  '\t\t\t\t\t# stderr, csvlog, and syslog, depending on platform.',
  'logging_collector = on\t\t\t# Enable capturing of stderr and csvlog',
  '\t\t\t\t\t# (change requires restart)',
  "log_directory = 'pg_log'\t\t# directory where log files are written,",
  '\t\t\t\t\t# can be absolute or relative to PGDATA',
  "log_filename = 'postgresql-%Y-%m-%d-%M.log'\t# log file name pattern,",
  '\t\t\t\t\t# can include strftime() escapes',
  '#log_rotation_age = 1d\t\t\t# Automatic rotation of logfiles will',
  '#log_min_messages = warning\t\t# values in order of decreasing detail:',
  '#log_connections = off',
  "#log_line_prefix = ''\t\t\t# special values: %u %d %r %h %p %t",
  "#log_statement = 'none'\t\t\t# none, ddl, mod, all",
  '',
];

function rest(at: Era): readonly string[] {
  return [
    ...section('AUTOVACUUM PARAMETERS'),
    "#autovacuum = on\t\t\t# Enable autovacuum subprocess?  'on'",
    '',
    ...section('CLIENT CONNECTION DEFAULTS'),
    "datestyle = 'iso, mdy'",
    "lc_messages = 'C'\t\t\t# locale for system error message",
    "lc_monetary = 'C'\t\t\t# locale for monetary formatting",
    "lc_numeric = 'C'\t\t\t# locale for number formatting",
    "lc_time = 'C'\t\t\t\t# locale for time formatting",
    "default_text_search_config = 'pg_catalog.english'",
    '',
    ...section('LOCK MANAGEMENT'),
    '#deadlock_timeout = 1s',
    '#max_locks_per_transaction = 64\t\t# min 10',
    '',
    ...at.since('9.3', '#include_dir = \'conf.d\'\t\t\t# include files ending in ".conf" from'),
    ...section('CUSTOMIZED OPTIONS'),
    ...at.since('8', "#custom_variable_classes = ''\t\t# list of custom variable class names", '9.2'),
    '# Add settings for extensions here',
  ];
}
