// Package filter selects packets by an expression in a subset of libpcap's
// language. It is matched against decoded packets, so that it sees through
// VLANs, tunnels and fragments, and means the same on every system. That is why
// it knows package packet, which the rest of capture does not. For live capture it is
// compiled as well, so that the kernel drops most of what it would not match.
//
// The grammar:
//
//	expression = term { ("and" | "&&" | "or" | "||") term }
//	term       = ("not" | "!") term | "(" expression ")" | primitive
//	primitive  = "ip" | "ip6" | "tcp" | "udp"
//	           | [proto] [dir] "host" ADDRESS
//	           | [proto] [dir] "net" NETWORK
//	           | [proto] [dir] "port" PORT
//	           | [proto] [dir] "portrange" PORT "-" PORT
//	           | "vlan" [ID]
//	           | "less" LENGTH | "greater" LENGTH
//	proto      = "ip" | "ip6" | "tcp" | "udp"
//	dir        = "src" | "dst" | "src or dst" | "src and dst"
//
// As in libpcap, "and" and "or" have the same precedence and go from left to
// right, and "not" binds most tightly. After a primitive, its qualifiers hold
// for values that follow alone: "port 80 or 443" is "port 80 or port 443".
// "less" and "greater" compare the transport's payload, in bytes.
package filter
