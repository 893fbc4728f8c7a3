using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts the function by an HTTP request.</summary>
public sealed class HttpTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Any method, with the function's key.</summary>
    public HttpTriggerAttribute()
    {
        AuthLevel = AuthorizationLevel.Function;
    }

    /// <summary>Some methods, with the function's key.</summary>
    /// <param name="methods">The methods, <c>get</c> for one.</param>
    public HttpTriggerAttribute(params string[] methods)
        : this()
    {
        Methods = methods;
    }

    /// <summary>Any method.</summary>
    /// <param name="authLevel">The key that is asked for.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel)
    {
        AuthLevel = authLevel;
    }

    /// <summary>Some methods.</summary>
    /// <param name="authLevel">The key that is asked for.</param>
    /// <param name="methods">The methods, <c>get</c> for one.</param>
    public HttpTriggerAttribute(AuthorizationLevel authLevel, params string[] methods)
    {
        AuthLevel = authLevel;
        Methods = methods;
    }

    /// <summary>The route template under the route prefix, with constraints; the function's name if null.</summary>
    public string? Route { get; set; }

    /// <summary>The methods; any if null or empty.</summary>
    public string[]? Methods { get; }

    /// <summary>The key that is asked for.</summary>
    public AuthorizationLevel AuthLevel { get; }
}
