// Package fingerprint makes JA3, JA3S and JA4 from hellos. Each comes as the string
// that is compared and as the raw string behind it, which says what it is made of.
//
// The Append functions allocate nothing where dst has room; the others return
// strings of their own.
package fingerprint
