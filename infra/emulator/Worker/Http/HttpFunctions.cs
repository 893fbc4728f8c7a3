using DataAggregator.Emulator.Worker.HostJson;
using DataAggregator.Emulator.Worker.Invocation;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;

namespace DataAggregator.Emulator.Worker.Http;

/// <summary>The HTTP functions as endpoints.</summary>
internal sealed class HttpFunctions(FunctionCatalogue catalogue, FunctionInvoker invoker, HostSettings settings, IConfiguration configuration)
{
    /// <summary>Adds an endpoint for every HTTP function.</summary>
    /// <exception cref="EmulatorStartException">A route is malformed, or two functions answer the same one.</exception>
    public void MapTo(IEndpointRouteBuilder endpoints)
    {
        var mapped = new List<(string Route, FunctionMethods Methods, FunctionDescriptor Function)>();
        foreach (var function in catalogue.WithTrigger(typeof(HttpTriggerAttribute)))
        {
            var trigger = (HttpTriggerAttribute)function.Trigger;
            var pattern = Pattern(function, trigger);
            var methods = new FunctionMethods(trigger.Methods ?? []);
            if (mapped.Find(other => string.Equals(other.Route, pattern.RawText, StringComparison.OrdinalIgnoreCase) && other.Methods.Overlap(methods)).Function is { } twin)
            {
                throw new EmulatorStartException($"Functions '{twin.Name}' and '{function.Name}' answer the same method of the same route {pattern.RawText}.");
            }

            mapped.Add((pattern.RawText!, methods, function));
            endpoints.Map(pattern, http => InvokeAsync(function, http)).WithDisplayName(function.Name).WithMetadata(methods);
        }

        if (settings.RoutePrefix.Length > 0)
        {
            // What no function answers under the prefix is not found, whatever else the local host serves for unknown paths.
            endpoints.Map($"/{settings.RoutePrefix}/{{**rest}}", static http =>
            {
                http.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }).WithDisplayName("no such function").Add(static endpoint => ((RouteEndpointBuilder)endpoint).Order = int.MaxValue - 1);
        }
    }

    private RoutePattern Pattern(FunctionDescriptor function, HttpTriggerAttribute trigger)
    {
        var route = SettingNames.Resolve(trigger.Route ?? function.Name, configuration, $"the route of function '{function.Name}'");
        try
        {
            return RoutePatternFactory.Parse($"/{settings.RoutePrefix}/{route.TrimStart('/')}".Replace("//", "/", StringComparison.Ordinal));
        }
        catch (RoutePatternException exception)
        {
            throw new EmulatorStartException($"Function '{function.Name}' has a malformed route '{route}': {exception.Message}", exception);
        }
    }

    private async Task InvokeAsync(FunctionDescriptor function, HttpContext http)
    {
        var data = new TriggerData
        {
            BindingData = BindingData(http),
            Prepare = context =>
            {
                context.Features.Set(http);
                http.RequestServices = context.InstanceServices;
            },
        };
        var services = http.RequestServices;
        var outcome = await invoker.InvokeAsync(function, data, http.RequestAborted);
        http.RequestServices = services;
        if (http.RequestAborted.IsCancellationRequested)
        {
            return;
        }

        if (!outcome.Succeeded)
        {
            Fail(http);
        }
        else if (!http.Response.HasStarted)
        {
            await WriteAsync(http, outcome.Result);
        }
    }

    // Route values win over query values; `code` is the function's key and no binding data.
    private static Dictionary<string, object?> BindingData(HttpContext http)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in http.Request.Query)
        {
            if (!string.Equals(name, "code", StringComparison.OrdinalIgnoreCase))
            {
                data[name] = value.ToString();
            }
        }

        foreach (var (name, value) in http.Request.RouteValues)
        {
            data[name] = value;
        }

        return data;
    }

    // The exception is in the log; the caller gets nothing of it.
    private static void Fail(HttpContext http)
    {
        if (http.Response.HasStarted)
        {
            http.Abort();
            return;
        }

        http.Response.Clear();
        http.Response.StatusCode = StatusCodes.Status500InternalServerError;
    }

    private static Task WriteAsync(HttpContext http, object? result) => result switch
    {
        null or IResult or IActionResult => Task.CompletedTask,
        string text => http.Response.WriteAsync(text, http.RequestAborted),
        _ => http.Response.WriteAsJsonAsync(result, result.GetType(), http.RequestAborted),
    };
}
