using System.Globalization;
using DataAggregator.Core.Connectors;
using DataAggregator.Core.Errors;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Says which page follows a page.</summary>
internal sealed class Pager(PaginationOptions? pagination, Uri url)
{
    /// <summary>The page size that is asked for when the user named none.</summary>
    public const int DefaultPageSize = 100;

    /// <summary>The state of the next page, or null behind the last.</summary>
    /// <exception cref="ConnectorException">The page or its token was there before, the next page is on another host, or there are more pages than allowed.</exception>
    public PageState? Next(PageState state, RestAnswer answer, RestPage page)
    {
        if (pagination is null || page.Records == 0)
            return null;
        if (page.Digest == state.Digest)
            throw Fault("repeated_page", "the API gave the same page twice.", "Check that it takes the paging parameters by these names (offset_param, page_param, cursor_param, limit_param).");
        var next = Advance(state, answer, page.Records) is { } following ? following with { Read = state.Read + 1, Digest = page.Digest } : null;
        if (next is not null && pagination.MaxPages is { } most && next.Read >= most)
            throw Fault("too_many_pages", $"there are more than {Quantity.Of(most, "page")}.", "Raise pagination.max_pages, or remove it.");
        return next;
    }

    private PageState? Advance(PageState state, RestAnswer answer, int records)
    {
        switch (pagination!.Type)
        {
            case PaginationType.Offset:
                var offset = state.Offset + records;
                return HasMore(answer, offset, records) ? state with { Offset = offset } : null;
            case PaginationType.Page:
                var read = state.Offset + records;
                return HasMore(answer, read, records) ? state with { Offset = read, Page = state.Page + 1 } : null;
            case PaginationType.Cursor:
                var cursor = answer.Text(pagination.CursorPath);
                if (string.IsNullOrEmpty(cursor))
                    return null;
                return cursor == state.Cursor ? throw Fault("repeated_token", $"the cursor at '{pagination.CursorPath}' led to itself.", null) : state with { Cursor = cursor };
            case PaginationType.LinkHeader:
                return Follow(state, answer.Next, "the Link header");
            default:
                return Follow(state, answer.Text(pagination.NextUrlPath), $"'{pagination.NextUrlPath}'");
        }
    }

    /// <summary>Whether more is to be expected: by the total where the API tells it, else by the page being full.</summary>
    private bool HasMore(RestAnswer answer, long read, int records)
    {
        if (answer.Total(pagination!.TotalPath) is { } total)
            return read < total;
        // A page numbered without a size has no fullness; an empty one ends it.
        var size = pagination.PageSize ?? (pagination.Type == PaginationType.Offset ? DefaultPageSize : 1);
        return records >= size;
    }

    private PageState? Follow(PageState state, string? next, string where)
    {
        if (string.IsNullOrEmpty(next))
            return null;
        var current = new Uri(state.Url ?? url.AbsoluteUri);
        if (!Uri.TryCreate(current, next, out var target))
            throw Fault("invalid_next_url", $"{where} holds no address.", null);
        if (Uri.Compare(target, url, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) != 0)
            throw Fault("next_url_refused", $"{where} leads to {target.Host}:{target.Port}, another host, which the credentials are not for.", "Set the url to the host that the API names.");
        return target.AbsoluteUri == current.AbsoluteUri ? throw Fault("repeated_token", $"{where} leads to the page itself.", null) : state with { Url = target.AbsoluteUri };
    }

    private ConnectorException Fault(string code, string reason, string? hint) =>
        new(ErrorClass.Data, code, string.Create(CultureInfo.InvariantCulture, $"Paging through {url.Host}:{url.Port}{url.AbsolutePath} failed: {reason}"), hint);
}
