//go:build tools

// Package tools names the commands that go.mod pins, so that their requirements stay in go.sum.
package tools

import (
	_ "github.com/opentofu/opentofu/cmd/tofu"
)
