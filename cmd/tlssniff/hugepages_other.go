//go:build !linux

package main

// useHugePages does nothing: other systems choose by themselves.
func useHugePages() {}
