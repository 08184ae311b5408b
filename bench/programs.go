package main

import (
	"os/exec"
	"strings"
)

// program is one that is measured. In its arguments FILE stands for the capture and OUT for where
// its output goes; without OUT its standard output goes there.
type program struct {
	name string
	args []string
}

// tlssniff is the program itself, in the ways that it is used.
func tlssniff(binary string) []program {
	return []program{
		{"tlssniff, NDJSON", []string{binary, "read", "--format", "ndjson", "-o", "OUT", "FILE"}},
		{"tlssniff, one worker", []string{binary, "read", "--workers", "1", "--format", "ndjson", "-o", "OUT", "FILE"}},
		{"tlssniff, table", []string{binary, "read", "-o", "OUT", "FILE"}},
	}
}

// peers are the other programs that are installed, each told to do what comes nearest.
func peers(none bool) []program {
	if none {
		return nil
	}
	var found []program
	for _, p := range []program{
		{"cat (the floor)", []string{"cat", "FILE"}},
		{"tcpdump -w /dev/null", []string{"tcpdump", "-r", "FILE", "-w", "/dev/null"}},
		{"mercury", []string{"mercury", "-r", "FILE", "-f", "OUT", "--metadata", "--certs-json", "--reassembly"}},
		{"ndpiReader", []string{"ndpiReader", "-i", "FILE", "-K", "json", "-k", "OUT", "-q"}},
		{"ssldump -n -j", []string{"ssldump", "-n", "-j", "-r", "FILE"}},
		{"packetbeat", []string{"packetbeat", "-I", "FILE", "-t", "-O"}},
		{"zeek", []string{"zeek", "-C", "-r", "FILE", "Log::default_writer=Log::WRITER_NONE"}},
		{"suricata", []string{"suricata", "-r", "FILE", "-l", "/tmp", "-k", "none"}},
		{"tshark -T fields", strings.Fields("tshark -r FILE -Y tls.handshake -T fields -e frame.number -e tls.handshake.version " +
			"-e tls.handshake.ciphersuite -e tls.handshake.extensions_server_name -e tls.alert_message.desc")},
	} {
		if _, err := exec.LookPath(p.args[0]); err == nil {
			found = append(found, p)
		}
	}
	return found
}
