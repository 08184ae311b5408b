package connection

import "github.com/tlssniff/tlssniff/tlsparse"

// learnConnectionIDs takes from both hellos how long the connection ids are that
// DTLS's records carry. Each side says what it wants to find in the records that it is
// sent; where one of them has no such extension, none carry any (RFC 9146, section 3).
func (c *Connection) learnConnectionIDs() {
	client, _ := tlsparse.ParseClientHello(c.clientHello.body)
	server, _ := tlsparse.ParseServerHello(c.serverHello.body)
	toClient, asked := client.Extensions.Find(tlsparse.ExtensionConnectionID)
	toServer, granted := server.Extensions.Find(tlsparse.ExtensionConnectionID)
	if !asked || !granted {
		return
	}
	id, err := tlsparse.ParseConnectionID(toServer)
	if err == nil {
		c.dtls.sides[c.client].cid = len(id)
	}
	if id, err = tlsparse.ParseConnectionID(toClient); err == nil {
		c.dtls.sides[c.server()].cid = len(id)
	}
}

// visible returns what a record is taken for. One with a connection id hides its type: the
// first of a side is its Finished, unless it is too short for one.
func (c *Connection) visible(r sealedRecord) tlsparse.ContentType {
	const finished = tlsparse.DTLSHandshakeHeaderLen + 12 + 1 // verify_data, and the hidden type
	switch {
	case r.kind != tlsparse.ContentTypeCID:
		return r.kind
	case r.length() < finished+c.suite.TagLength():
		return tlsparse.ContentTypeAlert
	}
	return tlsparse.ContentTypeHandshake
}
