using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using DataAggregator.Connectors.Egress;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Notifications;

/// <summary>
/// Posts notifications. <c>X-DataAggregator-Signature: sha256=...</c> is the HMAC-SHA256 of the body under the secret that the receiver knows;
/// <c>X-DataAggregator-Delivery</c> is the same for each repetition.
/// </summary>
public sealed class WebhookChannel(IEgress egress) : INotificationChannel, IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private readonly HttpClient client = new(EgressHttp.CreateHandler(egress, ConnectTimeout)) { Timeout = TimeSpan.FromSeconds(10) };

    /// <inheritdoc/>
    public string Name => Notification.Webhook;

    /// <inheritdoc/>
    public async Task SendAsync(Notification notification, Secret? secret, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(notification.Body.GetRawText());
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        using var request = new HttpRequestMessage(HttpMethod.Post, notification.Target) { Content = content };
        request.Headers.Add("X-DataAggregator-Delivery", notification.Id);
        request.Headers.Add("X-DataAggregator-Event", notification.Event);
        if (secret is not null)
            request.Headers.Add("X-DataAggregator-Signature", $"sha256={Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret.Reveal()), body))}");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
            throw new ConnectorException(ErrorClass.Transient, "http_status", $"{request.RequestUri!.Host}:{request.RequestUri.Port} answered {(int)response.StatusCode}.");
    }

    /// <inheritdoc/>
    public void Dispose() => client.Dispose();
}
