using System.Net;
using DataAggregator.Core.Connectors;

namespace DataAggregator.Connectors.Egress;

/// <summary>Follows redirects that stay on the host (or go from http to https on it), so that credentials never reach another.</summary>
internal sealed class SameHostRedirects(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const int Limit = 5;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        for (var hops = 0; Target(request, response) is { } target; hops++)
        {
            response.Dispose();
            if (hops == Limit)
                throw Refused(request.RequestUri!, target, $"more than {Limit} redirects follow each other");
            if (!IsSameHost(request.RequestUri!, target))
                throw Refused(request.RequestUri!, target, "it leads to another host, which the credentials are not for");
            request.RequestUri = target;
            response = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
        }

        return response;
    }

    private static Uri? Target(HttpRequestMessage request, HttpResponseMessage response)
    {
        var isRedirect = response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;
        return isRedirect && response.Headers.Location is { } location ? new Uri(request.RequestUri!, location) : null;
    }

    private static bool IsSameHost(Uri from, Uri to)
    {
        if (!string.Equals(from.IdnHost, to.IdnHost, StringComparison.OrdinalIgnoreCase))
            return false;
        var staysPut = from.Port == to.Port && from.Scheme == to.Scheme;
        var becomesSecure = from is { Scheme: "http", IsDefaultPort: true } && to is { Scheme: "https", IsDefaultPort: true };
        return staysPut || becomesSecure;
    }

    private static ConnectorException Refused(Uri from, Uri to, string reason) =>
        new(ErrorClass.Settings, "redirect_refused", $"{from.Host}:{from.Port} redirects to {to.Host}:{to.Port}, which is not followed: {reason}.", "Set the url to where the API really is.");
}
