using System.Globalization;
using System.Text.Json;

namespace DataAggregator.Local.Demo;

/// <summary>One of the 10,000 orders of the sample shop. Every call gives the same: 7,000 are completed, and 10 of those have a broken e-mail address.</summary>
internal readonly record struct SampleOrder(int Number)
{
    /// <summary>How many there are.</summary>
    public const int Count = 10_000;

    /// <summary>How many of them are completed.</summary>
    public const int Completed = 7_000;

    /// <summary>How many of the completed ones have a broken e-mail address.</summary>
    public const int BrokenEmails = 10;

    // Coprime with the count, so the ranks are a permutation of 0..9999: mixed in appearance, exact in their counts.
    private const int Stride = 7_919;
    private static readonly DateTimeOffset FirstOrder = new(2025, 1, 1, 8, 0, 0, TimeSpan.Zero);

    private static readonly (string Name, decimal Price)[] Products =
    [
        ("wireless mouse", 29.99m), ("mechanical keyboard", 89.99m), ("usb cable", 9.99m), ("27-inch monitor", 249.00m), ("laptop stand", 34.50m),
        ("noise-cancelling headphones", 179.95m), ("webcam", 59.90m), ("docking station", 129.00m), ("portable ssd", 99.49m), ("desk lamp", 24.75m),
    ];

    private static readonly string[] FirstNames = ["john", "jane", "maria", "li", "amir", "sofia", "noah", "zoe", "lucas", "aiko", "emma"];
    private static readonly string[] LastNames = ["doe", "smith", "garcia", "wei", "khan", "rossi", "jensen", "mueller", "silva", "tanaka"];

    private int Rank => (int)((long)Number * Stride % Count);

    private string Status => Rank switch
    {
        < Completed => "completed",
        < 8_500 => "pending",
        < 9_500 => "shipped",
        _ => "cancelled",
    };

    /// <summary>Writes the order as the shop's API shows it.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        var customer = 100 + Rank * 37 % 900;
        var (product, price) = Products[Rank % Products.Length];
        var first = FirstNames[customer % FirstNames.Length];
        var last = LastNames[customer / 7 % LastNames.Length];
        writer.WriteStartObject();
        writer.WriteString("order_id", string.Create(CultureInfo.InvariantCulture, $"ORD-{Number:D5}"));
        writer.WriteString("customer_id", string.Create(CultureInfo.InvariantCulture, $"CUST-{customer}"));
        writer.WriteString("product_name", product);
        writer.WriteNumber("quantity", 1 + Rank / 10 % 5);
        writer.WriteNumber("price", price);
        writer.WriteString("order_date", FirstOrder.AddMinutes(Number * 47L).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        writer.WriteString("status", Status);
        writer.WriteString("customer_email", Rank < BrokenEmails ? $"{first}.{last}.example.com" : $"{first}.{last}@example.com");
        writer.WriteEndObject();
    }
}
