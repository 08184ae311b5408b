package connection

// tlsPorts are the ports that IANA registers, or everyone uses, for protocols
// that begin with TLS. A port never decides whether bytes are TLS; it only says
// that their absence is worth a record.
var tlsPorts = map[uint16]bool{
	261:   true, // nsiiops
	443:   true, // https
	448:   true, // ddm-ssl
	465:   true, // submissions
	563:   true, // nntps
	614:   true, // sshell
	636:   true, // ldaps
	684:   true, // corba-iiop-ssl
	695:   true, // ieee-mms-ssl
	832:   true, // netconfsoaphttp
	853:   true, // domain-s
	989:   true, // ftps-data
	990:   true, // ftps
	992:   true, // telnets
	993:   true, // imaps
	994:   true, // ircs
	995:   true, // pop3s
	1443:  true, // ies-lm
	2083:  true, // radsec
	2252:  true, // njenet-ssl
	2376:  true, // docker-s
	2478:  true, // ssslog-mgr
	2479:  true, // ssslic-mgr
	2482:  true, // giop-ssl
	2484:  true, // ttc-ssl
	2679:  true, // syncserverssl
	3077:  true, // orbix-loc-ssl
	3078:  true, // orbix-cfg-ssl
	3269:  true, // msft-gc-ssl
	3424:  true, // xtrms
	3471:  true, // jt400-ssl
	4843:  true, // opcua-tls
	5061:  true, // sips
	5223:  true, // hpvirtgrp, XMPP over TLS
	5349:  true, // stuns, turns
	5671:  true, // amqps
	5986:  true, // wsmans
	6251:  true, // tl1-raw-ssl
	6443:  true, // sun-sr-https
	6513:  true, // netconf-tls
	6514:  true, // syslog-tls
	6619:  true, // odette-ftps
	6697:  true, // ircs-u
	8243:  true, // synapse-nhttps
	8443:  true, // pcsync-https
	8883:  true, // secure-mqtt
	9443:  true, // tungsten-https
	10161: true, // snmptls
	11751: true, // intrepid-ssl
}
