using DataAggregator.Core.Storage;

namespace DataAggregator.Core.Notifications;

/// <summary>The outbox: what people are to be told, kept with the end of the run that it is about until it was delivered.</summary>
public interface INotificationStore
{
    /// <summary>Notifications whose time has come, for this host alone; another host gets them when <paramref name="lease"/> is over and they are neither sent nor put off.</summary>
    Task<IReadOnlyList<Notification>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Puts these in, but for those that are there.</summary>
    Task AddAsync(IReadOnlyList<Notification> notifications, CancellationToken cancellationToken);

    /// <summary>Those that are or were in it, newest first; the page's query looks into targets, events, errors and names of pipelines.</summary>
    Task<Page<NotificationRecord>> ListAsync(NotificationQuery query, PageRequest page, CancellationToken cancellationToken);

    /// <summary>It was delivered.</summary>
    Task SentAsync(string id, CancellationToken cancellationToken);

    /// <summary>It could not be delivered; null gives it up.</summary>
    Task PutOffAsync(string id, string reason, TimeSpan? wait, CancellationToken cancellationToken);
}
