package openstack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"time"

	"dsaas/lab/datacentre/machine"
	"dsaas/lab/datacentre/settings"
)

// maxOrder bounds an order's size in bytes; nova's user data alone may have 64 KiB, before base64, in each of a drive's
// versions.
const maxOrder = 16 << 20

// Main serves nova's virt driver until ctx ends, then cuts the power of every machine. Machines' disks stay: the next
// start finds them, as nova's database remembers its instances. `datacentre clean` removes them.
func Main(ctx context.Context, arguments []string) error {
	file, err := settings.Flag("openstack", arguments)
	if err != nil {
		return err
	}
	config, err := readConfig(file)
	if err != nil {
		return err
	}
	// The port first: whoever has it may be another one of us, with machines that run.
	listener, err := net.Listen("tcp", config.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w", config.Listen, err)
	}
	machines, err := open(func() machine.Host { return config.Latest(latest(file)) })
	if err != nil {
		return errors.Join(err, listener.Close())
	}
	server := &http.Server{Handler: handler(machines), ReadHeaderTimeout: 10 * time.Second}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	log.Printf("hypervisor at http://%s", config.Listen)
	select {
	case err = <-ended:
	case <-ctx.Done():
		soon, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		err = server.Shutdown(soon)
	}
	return errors.Join(err, machines.powerOff())
}

// handler is the API: PUT, GET and DELETE /machines/NAME, POST /machines/NAME/on, off and reboot, GET /machines; with
// DELETE, ?uuid= spares another instance's machine of the same name. An error is a JSON object with one sentence under
// `error`.
func handler(machines *fleet) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /machines", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, machines.list()) })
	mux.HandleFunc("GET /machines/{name}", func(w http.ResponseWriter, r *http.Request) { tell(w, machines, r.PathValue("name")) })
	mux.HandleFunc("PUT /machines/{name}", func(w http.ResponseWriter, r *http.Request) {
		var order Order
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxOrder))
		if err == nil {
			err = json.Unmarshal(body, &order)
		}
		if err != nil {
			refuse(w, http.StatusBadRequest, fmt.Errorf("the order of machine %s cannot be read: %w", r.PathValue("name"), err))
			return
		}
		if err := machines.put(r.PathValue("name"), order); err != nil {
			code := http.StatusBadRequest
			if errors.As(err, &taken{}) {
				code = http.StatusConflict
			}
			refuse(w, code, err)
			return
		}
		tell(w, machines, r.PathValue("name"))
	})
	mux.HandleFunc("POST /machines/{name}/{action}", func(w http.ResponseWriter, r *http.Request) {
		one := machines.get(r.PathValue("name"))
		if one == nil {
			unknown(w, r.PathValue("name"))
			return
		}
		if err := one.act(r.PathValue("action")); err != nil {
			refuse(w, http.StatusInternalServerError, err)
			return
		}
		tell(w, machines, r.PathValue("name"))
	})
	mux.HandleFunc("DELETE /machines/{name}", func(w http.ResponseWriter, r *http.Request) {
		if err := machines.delete(r.PathValue("name"), r.URL.Query().Get("uuid")); err != nil {
			refuse(w, http.StatusInternalServerError, err)
			return
		}
		w.WriteHeader(http.StatusNoContent)
	})
	return mux
}

func tell(w http.ResponseWriter, machines *fleet, name string) {
	one := machines.get(name)
	if one == nil {
		unknown(w, name)
		return
	}
	status, there := machines.status(one)
	if !there {
		unknown(w, name)
		return
	}
	answer(w, http.StatusOK, status)
}

func unknown(w http.ResponseWriter, name string) {
	refuse(w, http.StatusNotFound, fmt.Errorf("there is no machine named %s", name))
}

func refuse(w http.ResponseWriter, code int, err error) {
	answer(w, code, map[string]string{"error": err.Error()})
}

func answer(w http.ResponseWriter, code int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	if err := json.NewEncoder(w).Encode(value); err != nil {
		log.Printf("an answer was not taken: %v", err)
	}
}
