namespace Microsoft.Azure.Functions.Worker;

/// <summary>What is recorded of a timer's schedule between its runs. Instants are UTC.</summary>
public class ScheduleStatus
{
    /// <summary>When the function last ran; <c>default</c> when it never did.</summary>
    public DateTime Last { get; set; }

    /// <summary>When the function is due next.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this record was last changed.</summary>
    public DateTime LastUpdated { get; set; }
}
