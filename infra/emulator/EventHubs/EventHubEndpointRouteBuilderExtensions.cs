using DataAggregator.Emulator.EventHubs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace DataAggregator.Emulator;

/// <summary>The HTTP side of the emulated event hubs.</summary>
public static class EventHubEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the service's send operations, <c>POST /{eventHub}/messages</c> and <c>POST /{eventHub}/partitions/{partitionId}/messages</c>, for the
    /// namespace of the settings. As there, a request needs a <c>SharedAccessSignature</c> of the connection string's key. Behind a prefix with
    /// <c>endpoints.MapGroup("/eventhubs").MapEventHubs()</c>.
    /// </summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <returns>The endpoints.</returns>
    public static IEndpointConventionBuilder MapEventHubs(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var group = endpoints.MapGroup("");
        group.MapPost("/{eventHub}/messages", (HttpContext context, string eventHub) => SendAsync(context, eventHub, null));
        group.MapPost("/{eventHub}/partitions/{partitionId}/messages", (HttpContext context, string eventHub, string partitionId) => SendAsync(context, eventHub, partitionId));
        return group;
    }

    private static async Task<IResult> SendAsync(HttpContext context, string eventHub, string? partitionId)
    {
        var server = context.RequestServices.GetRequiredService<EventHubServer>();
        var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
        var path = partitionId is null ? $"/{eventHub}/messages" : $"/{eventHub}/partitions/{partitionId}/messages";
        var connection = server.Connections.Values.FirstOrDefault(candidate => SharedAccessSignature.Allows(context.Request.Headers.Authorization, candidate, path, now));
        if (connection is null)
        {
            return Results.Problem("The Authorization header needs a SharedAccessSignature that is signed with the namespace's key, for this event hub, and not expired.", statusCode: 401);
        }

        try
        {
            var events = await SendRequest.EventsAsync(context.Request, context.RequestAborted);
            var log = server.Log(connection.Host)!;
            log.Append(log.Hub(eventHub), events, SendRequest.Options(context.Request, partitionId));
            return Results.StatusCode(StatusCodes.Status201Created);
        }
        catch (BadHttpRequestException refused)
        {
            return Results.Problem(refused.Message, statusCode: refused.StatusCode);
        }
        catch (FormatException malformed)
        {
            return Results.Problem(malformed.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (ArgumentOutOfRangeException unknown) when (unknown.ParamName == "partitionId")
        {
            return Results.Problem(unknown.Message, statusCode: StatusCodes.Status404NotFound);
        }
    }
}
