using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using DataAggregator.Connectors.Egress;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Notifications;

/// <summary>Posts events of OpenLineage to the collector that the operator has set, which may have a private address; no other one may.</summary>
public sealed class OpenLineageChannel : INotificationChannel, IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private readonly Secret? apiKey;
    private readonly HttpClient client;

    /// <summary>The way to that collector.</summary>
    /// <param name="collector">Where it takes events.</param>
    /// <param name="apiKey">What it knows us by; null or empty where it asks for nothing.</param>
    public OpenLineageChannel(Uri collector, Secret? apiKey)
    {
        this.apiKey = apiKey;
        var egress = new EgressPolicy(new EgressOptions { Allowed = [string.Create(CultureInfo.InvariantCulture, $"{collector.Host}:{collector.Port}")] });
        client = new HttpClient(EgressHttp.CreateHandler(egress, ConnectTimeout)) { Timeout = TimeSpan.FromSeconds(10) };
    }

    /// <inheritdoc/>
    public string Name => Notification.OpenLineage;

    /// <inheritdoc/>
    public async Task SendAsync(Notification notification, Secret? secret, CancellationToken cancellationToken)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(notification.Body.GetRawText()));
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, notification.Target) { Content = content };
        if (apiKey?.Reveal() is { Length: > 0 } key)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new ConnectorException(ErrorClass.Transient, "http_status", $"The OpenLineage collector {request.RequestUri!.Host}:{request.RequestUri.Port} answered {(int)response.StatusCode}.");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
