namespace DataAggregator.Connectors.RestApi;

/// <summary>How records are asked for.</summary>
public enum RestMethod
{
    /// <summary>By a GET.</summary>
    Get,

    /// <summary>By a POST, as search APIs want it.</summary>
    Post,
}
