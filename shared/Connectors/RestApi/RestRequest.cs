using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using DataAggregator.Core.Security;

namespace DataAggregator.Connectors.RestApi;

/// <summary>Makes the request for a page.</summary>
internal static partial class RestRequest
{
    /// <summary>The request for that page, without authentication.</summary>
    public static HttpRequestMessage Create(RestApiSource.Options options, PageState state)
    {
        var request = new HttpRequestMessage(options.Method == RestMethod.Post ? HttpMethod.Post : HttpMethod.Get, Address(options, state));
        request.Headers.Accept.ParseAdd("application/json");
        request.Headers.UserAgent.ParseAdd("DataAggregator/1.0");
        if (options.Body is { } body)
            request.Content = new StringContent(body.GetRawText(), Encoding.UTF8, "application/json");
        foreach (var (name, value) in options.Headers ?? new Dictionary<string, Secret>())
        {
            request.Headers.Remove(name);
            if (!request.Headers.TryAddWithoutValidation(name, value.Reveal()) && request.Content is { } content)
            {
                content.Headers.Remove(name);
                content.Headers.TryAddWithoutValidation(name, value.Reveal());
            }
        }

        return request;
    }

    /// <summary>Whether a header can have that name.</summary>
    public static bool IsHeaderName(string name) => HeaderName().IsMatch(name);

    private static Uri Address(RestApiSource.Options options, PageState state)
    {
        // An address that the API itself gave holds all it needs.
        if (state.Url is { } given)
            return new Uri(given);
        var url = new UriBuilder(options.Url);
        var query = url.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries).ToList();
        foreach (var (name, value) in options.Params ?? new Dictionary<string, string>())
            Set(query, name, value);
        foreach (var (name, value) in PageParams(options.Pagination, state))
            Set(query, name, value);
        url.Query = string.Join('&', query);
        return url.Uri;
    }

    private static IEnumerable<(string Name, string Value)> PageParams(PaginationOptions? pagination, PageState state)
    {
        if (pagination is null)
            yield break;
        var culture = CultureInfo.InvariantCulture;
        switch (pagination.Type)
        {
            case PaginationType.Offset:
                yield return (pagination.OffsetParam, state.Offset.ToString(culture));
                yield return (pagination.LimitParam ?? "limit", (pagination.PageSize ?? Pager.DefaultPageSize).ToString(culture));
                yield break;
            case PaginationType.Page:
                yield return (pagination.PageParam, state.Page.ToString(culture));
                break;
            case PaginationType.Cursor when state.Cursor is { } cursor:
                yield return (pagination.CursorParam, cursor);
                break;
        }

        if (pagination.PageSize is { } size)
            yield return (pagination.LimitParam ?? (pagination.Type == PaginationType.Page ? "page_size" : "limit"), size.ToString(culture));
    }

    private static void Set(List<string> query, string name, string value)
    {
        var key = Uri.EscapeDataString(name);
        query.RemoveAll(pair => pair == key || pair.StartsWith($"{key}=", StringComparison.Ordinal));
        query.Add($"{key}={Uri.EscapeDataString(value)}");
    }

    [GeneratedRegex("^[!#$%&'*+.^_`|~0-9A-Za-z-]+$")]
    private static partial Regex HeaderName();
}
