using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Makes the function an activity. It marks the parameter that gets the input.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
public sealed class ActivityTriggerAttribute : TriggerBindingAttribute
{
    /// <summary>Creates the attribute.</summary>
    public ActivityTriggerAttribute()
    {
    }

    /// <summary>The activity's name; the function's if null.</summary>
    public string? Activity { get; set; }
}
