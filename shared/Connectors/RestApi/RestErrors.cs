using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Says in words what went wrong with a request, and whether it may pass. Queries stay out: they may hold keys.</summary>
internal static class RestErrors
{
    /// <summary>The error that an answer's status means, or null for a success; it carries the wait that the answer asks for.</summary>
    public static ConnectorException? Of(HttpResponseMessage response, Uri url, TimeProvider time)
    {
        var status = response.StatusCode;
        if (response.IsSuccessStatusCode)
            return null;
        var (kind, code, hint) = status switch
        {
            HttpStatusCode.TooManyRequests => (ErrorClass.Transient, "rate_limited", "Lower rate_limit, or wait."),
            HttpStatusCode.RequestTimeout => (ErrorClass.Transient, "timeout", null),
            >= HttpStatusCode.InternalServerError => (ErrorClass.Transient, "server_error", null),
            HttpStatusCode.Unauthorized => (ErrorClass.Settings, "authentication_failed", "Check auth_method and auth_params."),
            HttpStatusCode.Forbidden => (ErrorClass.Settings, "permission_denied", "Check that the credentials may read this."),
            HttpStatusCode.NotFound or HttpStatusCode.Gone => (ErrorClass.Settings, "not_found", "Check the url."),
            _ => (ErrorClass.Settings, "request_refused", (string?)"Check url, params, headers and pagination."),
        };
        return new ConnectorException(kind, code, $"{Target(url)} answered {(int)status} {response.ReasonPhrase ?? status.ToString()}.", hint) { RetryAfter = RetryAfter.Of(response, time) };
    }

    /// <summary>The error behind an exception of the HTTP client.</summary>
    public static ConnectorException Of(Exception exception, Uri url, TimeSpan timeout)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case ConnectorException own:
                    return own;
                case AuthenticationException:
                    return new ConnectorException(ErrorClass.Settings, "tls_failed", $"Cannot read from {Target(url)}: no secure connection: {cause.Message}", "Check the server's certificate.", exception);
                case SocketException socket:
                    return new ConnectorException(ErrorClass.Transient, CodeOf(socket), $"Cannot read from {Target(url)}: {ReasonOf(socket)}.", "Check host and port, and that the server runs.", exception);
                case OperationCanceledException or TimeoutException:
                    return new ConnectorException(
                        ErrorClass.Transient, "timeout", string.Create(CultureInfo.InvariantCulture, $"Cannot read from {Target(url)}: no answer within {timeout.TotalSeconds} s."), "Raise connection_timeout if the API is slow.", exception);
            }
        }

        return new ConnectorException(ErrorClass.Transient, "connection_lost", $"Cannot read from {Target(url)}: the connection was lost.", innerException: exception);
    }

    private static string CodeOf(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection_refused",
        SocketError.TimedOut => "timeout",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "host_unreachable",
        _ => "connection_lost",
    };

    private static string ReasonOf(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "the connection was refused, nothing listens there",
        SocketError.TimedOut => "the connection timed out",
        SocketError.HostUnreachable => "the host cannot be reached",
        SocketError.NetworkUnreachable => "the network cannot be reached",
        SocketError.ConnectionReset => "the server closed the connection",
        _ => $"the connection failed ({exception.SocketErrorCode})",
    };

    private static string Target(Uri url) => string.Create(CultureInfo.InvariantCulture, $"{url.Host}:{url.Port}");
}
