package vsphere

import (
	"context"
	"crypto/tls"
	"fmt"
	"log"
	"net/url"
	"os"
	"time"

	"github.com/vmware/govmomi/simulator"

	// Further services of a vCenter that providers talk to. Not single sign-on: it would check log-ins against accounts of
	// its own instead of the configured one.
	_ "github.com/vmware/govmomi/pbm/simulator"
	_ "github.com/vmware/govmomi/vapi/simulator"

	"dsaas/lab/datacentre/machine"
	"dsaas/lab/datacentre/settings"
)

// Main serves the API until ctx ends, then cuts the power of every machine. Nothing outlives it.
func Main(ctx context.Context, arguments []string) error {
	config, file, err := configFlag("vsphere", arguments)
	if err != nil {
		return err
	}
	if !config.InventoryOnly {
		if err := machine.Clean(config.Host); err != nil {
			return fmt.Errorf("cannot remove what an earlier data centre left: %w", err)
		}
		if err := os.MkdirAll(config.Machines, 0o755); err != nil {
			return err
		}
	}
	model := simulator.VPX()
	model.Datacenter, model.Machine, model.Datastore = 0, 0, 0
	if err := model.Create(); err != nil {
		return fmt.Errorf("cannot make the vSphere inventory: %w", err)
	}
	defer model.Remove()
	if err := populate(ctx, model, config); err != nil {
		return fmt.Errorf("cannot make the vSphere inventory: %w", err)
	}
	server, err := serve(model, config)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", config.Listen, err)
	}
	defer closeSoon(server)
	log.Printf("vSphere API at https://%s/sdk", config.Listen)

	if config.InventoryOnly {
		<-ctx.Done()
		return nil
	}
	return newPower(model, func() machine.Host { return config.Latest(latest(file)) }).keep(ctx)
}

// closeSoon stops the server without waiting for ever: a client that ended while it waited for updates leaves a request
// that is never answered.
func closeSoon(server *simulator.Server) {
	closed := make(chan struct{})
	go func() {
		server.Close()
		close(closed)
	}()
	select {
	case <-closed:
	case <-time.After(time.Second):
	}
}

// serve starts the HTTPS server, which lets in the configured account alone; the simulator panics where it cannot listen.
func serve(model *simulator.Model, config Config) (server *simulator.Server, err error) {
	defer func() {
		if reason := recover(); reason != nil {
			err = fmt.Errorf("%v", reason)
		}
	}()
	repairAnswers(model)
	model.Service.TLS = new(tls.Config)
	model.Service.RegisterEndpoints = true
	model.Service.Listen = &url.URL{Host: config.Listen, User: url.UserPassword(config.User, config.Password)}
	server = model.Service.NewServer()
	repairTags(server)
	return server, nil
}

func configFlag(command string, arguments []string) (Config, string, error) {
	file, err := settings.Flag(command, arguments)
	if err != nil {
		return Config{}, "", err
	}
	config, err := readConfig(file)
	return config, file, err
}
