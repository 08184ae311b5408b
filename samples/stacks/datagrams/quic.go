package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"os"

	"github.com/quic-go/quic-go"
)

func (o *options) forQUIC() (*tls.Config, *quic.Config) {
	version := quic.Version1
	if o.version == 2 {
		version = quic.Version2
	}
	return &tls.Config{Certificates: o.certificates, RootCAs: o.roots, ServerName: o.serverName, NextProtos: []string{o.alpn}},
		&quic.Config{Versions: []quic.Version{version}, HandshakeIdleTimeout: patience}
}

func serveQUIC(address string, o *options) error {
	conn, err := net.ListenPacket("udp", address)
	if err != nil {
		return err
	}
	transport := quic.Transport{Conn: conn}
	if o.retry {
		transport.VerifySourceAddress = func(net.Addr) bool { return true }
	}
	config, settings := o.forQUIC()
	listener, err := transport.Listen(config, settings)
	if err != nil {
		return err
	}
	for {
		conn, err := listener.Accept(context.Background())
		if err != nil {
			return err
		}
		go answerQUIC(conn)
	}
}

// answerQUIC answers on the stream that the client opens; the client closes.
func answerQUIC(conn *quic.Conn) {
	stream, err := conn.AcceptStream(conn.Context())
	if err != nil {
		fmt.Fprintln(os.Stderr, "datagrams:", err)
		return
	}
	_, _ = io.ReadAll(stream)
	_, _ = io.WriteString(stream, "hello from quic-go\n")
	_ = stream.Close()
}

func dialQUIC(address string, o *options) error {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	config, settings := o.forQUIC()
	conn, err := quic.DialAddr(ctx, address, config, settings)
	if err != nil {
		return err
	}
	defer conn.CloseWithError(0, "")
	stream, err := conn.OpenStreamSync(ctx)
	if err != nil {
		return err
	}
	_, _ = io.WriteString(stream, "hello\n")
	_ = stream.Close()
	_, err = io.Copy(os.Stdout, stream)
	return err
}
