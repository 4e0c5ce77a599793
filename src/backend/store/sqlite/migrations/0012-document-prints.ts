// Frozen: a shipped migration is never edited; it imports nothing of the application, which moves on.
export const statements: readonly string[] = [
  `create table "documentPrint" (
    "tenantId" text not null, "documentId" text not null, "customerId" text not null, "type" text not null,
    "numberTag" text, "phash" text not null, "dhash" text not null, "band0" text not null, "band1" text not null, "band2" text not null,
    "band3" text not null, primary key ("tenantId", "documentId")) strict`,
  `create index "documentPrintCustomer" on "documentPrint" ("tenantId", "customerId")`,
  `create index "documentPrintNumber" on "documentPrint" ("tenantId", "numberTag")`,
  `create index "documentPrintBand0" on "documentPrint" ("tenantId", "band0")`,
  `create index "documentPrintBand1" on "documentPrint" ("tenantId", "band1")`,
  `create index "documentPrintBand2" on "documentPrint" ("tenantId", "band2")`,
  `create index "documentPrintBand3" on "documentPrint" ("tenantId", "band3")`,
];
