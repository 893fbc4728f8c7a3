using System.Net;
using System.Net.Mail;
using System.Text.Json;
using DataAggregator.Core.Notifications;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.Notifications;

/// <summary>Mails notifications, or lays them as <c>.eml</c> files into a folder.</summary>
public sealed class MailChannel(MailOptions options) : INotificationChannel
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <inheritdoc/>
    public string Name => Notification.Email;

    /// <inheritdoc/>
    public async Task SendAsync(Notification notification, Secret? secret, CancellationToken cancellationToken)
    {
        var pipeline = notification.Body.GetProperty("pipeline").GetProperty("name").GetString()!.ReplaceLineEndings(" ");
        using var message = new MailMessage(options.From, notification.Target)
        {
            Subject = $"{pipeline}: {notification.Event}",
            Body = JsonSerializer.Serialize(notification.Body, Indented),
        };
        // The same for each repetition, so that mail programs show it once.
        message.Headers.Add("Message-ID", $"<{notification.Id}@{message.From!.Host}>");
        using var client = Client();
        await client.SendMailAsync(message, cancellationToken).ConfigureAwait(false);
    }

    private SmtpClient Client()
    {
        if (options.Host is { } host)
        {
            return new SmtpClient(host, options.Port)
            {
                EnableSsl = options.StartTls,
                Credentials = options.Username is { } user ? new NetworkCredential(user, options.Password?.Reveal()) : null,
            };
        }

        var folder = Path.GetFullPath(options.Folder ?? throw new InvalidOperationException("Mail needs a server or a folder."));
        Directory.CreateDirectory(folder);
        return new SmtpClient { DeliveryMethod = SmtpDeliveryMethod.SpecifiedPickupDirectory, PickupDirectoryLocation = folder };
    }
}
