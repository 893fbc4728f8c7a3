namespace DataAggregator.Transformations.Operations.Privacy;

/// <summary>What <c>redact</c> can find without being given a pattern.</summary>
internal enum SensitiveData
{
    /// <summary>E-mail addresses.</summary>
    Email,

    /// <summary>Telephone numbers of 7 to 15 digits, with the usual separators.</summary>
    Phone,

    /// <summary>Payment card numbers of 13 to 19 digits whose check digit is right.</summary>
    Card,

    /// <summary>IPv4 addresses.</summary>
    Ip,
}
