//go:build tools

// Package tools names the commands that go.mod pins, so that their requirements stay in go.sum.
package tools

import (
	_ "sigs.k8s.io/kube-network-policies/cmd"
)
