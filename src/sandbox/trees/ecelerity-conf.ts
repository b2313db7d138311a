import { atLeast, type Site } from '../site.ts';

/**
 * A mail server's configuration as an installed 3.x has it: listeners that offer STARTTLS to nobody yet,
 * bindings in and out of a group, includes, and the installer's overlay last. It sets no tls_protocols.
 */
export function ecelerityConf(site: Site): string {
  const { ports } = site;
  const three = !atLeast(site.momentum, '4');
  return `# Momentum configuration
# Shared by all nodes of this cluster; see "eccfg" for how changes reach the others.

include "${three ? 'webui-common.conf' : 'common.conf'}"
${three ? '#include "ecelerity-cluster.conf"\n' : 'include "msg_gen.conf"\n'}
Hostname = "${site.hostname}"

Security {
  user = ecuser
  group = ecuser
}

Control_Listener {
  Listen "/tmp/2025" {
    file_mode = 0660
  }
  Listen "127.0.0.1:${ports.console}" {
    AuthDigestMD5Parameters = [ uri = "ecauth://" ]
  }
}

Spool_Base = "/var/spool/ecelerity"
Pidfile = "/var/run/ecelerity/ecelerity.pid"

/*
 * Delivery
 */
Message_Expiration = 345600
Retry_Interval = 1200
Max_Outbound_Connections = 20000
Outbound_Concurrency_Domain = 20
TLS = "no"

Domain "example.org" {
  Max_Outbound_Connections = 20     # they throttle above this
}

Binding "default-binding" {
}

Binding_Group "marketing" {
  Max_Deliveries_Per_Connection = 50

  Binding "marketing1" {
    Bind_Address = "127.0.0.1"
    EHLO_Hostname = "out1.${site.hostname}"
    Domain "example.net" {
      TLS = "ifavailable"
    }
  }
  Binding "marketing2" { Bind_Address = "127.0.0.1" EHLO_Hostname = "out2.${site.hostname}" }
}

/*
 * Reception
 */
Relay_Hosts = ( "127.0.0.0/8" )

ESMTP_Listener {
  Listen_Backlog = 500
  Banner_Hostname = "${site.hostname}"
  SMTP_Extensions = ( "ENHANCEDSTATUSCODES" "8BITMIME" "PIPELINING" )

  Listen "127.0.0.1:${ports.smtp}" {
    Peer "10.0.0.0/8" {
      Max_Recipients_Per_Connection = 1000
    }
  }
  Listen "127.0.0.1:${ports.submission}" {
    Enable = true
  }
  Listen "127.0.0.1:${ports.smtps}" {
    Enable = false
  }
}

ECStream_Listener {
  Listen "127.0.0.1:${ports.ecstream}" { }
}

HTTP_Listener {
  Listen "127.0.0.1:${ports.httpListener}" { }
}

/*
 * Logging
 */
ec_logger "ec_logger"
{
  mainlog = "/var/log/ecelerity/mainlog.ec"
  paniclog = "/var/log/ecelerity/paniclog.ec"
  rejectlog = "/var/log/ecelerity/rejectlog.ec"
}
bounce_logger "bounce_logger" { bouncelog = "/var/log/ecelerity/bouncelog.ec" }

${overlay(site)}`;
}

function overlay(site: Site): string {
  if (atLeast(site.momentum, '4'))
    return '# Has to come after the stub of the data source in common.conf.\nreadonly_include "ecdb.conf"\n';
  return '# Written by the installer; has to stay last.\nreadonly_include "/opt/msys/etc/installer/ecelerity.d/"\n';
}

/** The cluster manager's configuration; nodes do not read it. */
export function ecclusterConf(site: Site): string {
  return `# Momentum cluster manager
include "webui-common.conf"

Control_Listener {
  Listen "127.0.0.1:${site.ports.console}" {
    AuthDigestMD5Parameters = [ uri = "ecauth://" ]
  }
}

ECCluster_Listener {
  Listen "127.0.0.1:${site.ports.eccluster}" { }
}

readonly_include "/opt/msys/etc/installer/eccmgr.d/"
`;
}

/** What the console and the mail server share: who may log in, and a data source that the overlay replaces. */
export function commonConf(): string {
  return `Datasource "ecdb" {
  uri = ( "pgsql:dbname=ecelerity;user=ecuser" )
  no_cache = true
}

auth_ds {
  Scheme "ecauth" {
    Authenticate {
      query = "SELECT password FROM webconsole.users WHERE username = :user"
      cache = "ecdb"
      map = [ user = "%{username}" ]
    }
  }
}
`;
}
