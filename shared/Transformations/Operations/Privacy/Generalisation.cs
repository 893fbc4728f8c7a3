namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>How <c>anonymize</c> makes a value less exact.</summary>
internal enum Generalisation
{
    /// <summary>The year of a date.</summary>
    Year,

    /// <summary>The year and month of a date.</summary>
    Month,

    /// <summary>The first characters of a text, such as a zip code; the others become *.</summary>
    Prefix,

    /// <summary>The network of an IP address: /24 of IPv4, /48 of IPv6.</summary>
    IpNetwork,

    /// <summary>The range that a number lies in: from its first number to below its last.</summary>
    Bucket,
}
