// Made by `npm run client` from the OpenAPI document of the server. Changes by hand are lost.

export interface paths {
  '/v1/tokens': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The tokens that count now, newest first.
     * @description Open to admins.
     */
    get: operations['tokensList'];
    put?: never;
    /**
     * Make a token; its text is shown this once.
     * @description Open to admins.
     */
    post: operations['tokensCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tokens/{token_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One token, without its text.
     * @description Open to admins.
     */
    get: operations['tokensGet'];
    put?: never;
    post?: never;
    /**
     * End a token and every session opened with it.
     * @description Open to admins.
     */
    delete: operations['tokensDelete'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/session': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who asks; by session also its CSRF token, for a page that was loaded anew.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['sessionShow'];
    put?: never;
    /**
     * Log in: a cookie in place of the token, for 12 hours at most.
     * @description Open to anyone.
     */
    post: operations['sessionOpen'];
    /**
     * Log out.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    delete: operations['sessionEnd'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Who changed what, newest first.
     * @description Open to admins.
     */
    get: operations['auditList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/healthz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The process runs.
     * @description Open to anyone.
     */
    get: operations['healthHealth'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/readyz': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every part can do its work; else 503 names those that cannot.
     * @description Open to anyone.
     */
    get: operations['healthReady'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Metrics in the text format of Prometheus.
     * @description Open to admins and METRICS_TOKEN.
     */
    get: operations['metricsRender'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sellers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Sellers, newest first; a seller sees itself.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['sellersList'];
    put?: never;
    /**
     * Register a seller; its token is shown this once.
     * @description Open to admins.
     */
    post: operations['sellersCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sellers/{seller_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One seller.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['sellersGet'];
    put?: never;
    post?: never;
    /**
     * Delete a seller with its tools and tokens; 409 while it has open orders.
     * @description Open to admins.
     */
    delete: operations['sellersDelete'];
    options?: never;
    head?: never;
    /**
     * Change a seller. What is left out stays; null clears alert_url.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    patch: operations['sellersChange'];
    trace?: never;
  };
  '/v1/sellers/{seller_id}/rotate-token': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A new token, shown this once; the old ones and their sessions end at once.
     * @description Open to admins and sellers, of what is their own.
     */
    post: operations['sellersRotateToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sellers/{seller_id}/notices': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What the seller was told of its tools, newest first.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['sellersNotices'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Tools by short_id; a seller sees its own, a marketplace no URLs and headers.
     * @description Open to admins, operators, viewers, marketplaces and sellers, of what is their own.
     */
    get: operations['toolsList'];
    put?: never;
    /**
     * Register a tool; its two secrets are shown this once.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['toolsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One tool. Header values are masked.
     * @description Open to admins, operators, viewers, marketplaces and sellers, of what is their own.
     */
    get: operations['toolsGet'];
    put?: never;
    post?: never;
    /**
     * Delete a tool; 409 while it has open orders. Its short_id is never issued again.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    delete: operations['toolsDelete'];
    options?: never;
    head?: never;
    /**
     * Change a tool. What is left out stays; null clears. URLs of a new origin need auth_headers anew.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    patch: operations['toolsChange'];
    trace?: never;
  };
  '/v1/tools/{short_id}/rotate-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A new secret, shown this once; the one before counts beside it for grace_s.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['toolsRotateSecret'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * No more forwards: waiting orders wait, new ones are refused; checks and callbacks go on.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['toolsPause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Forwards that waited go now.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['toolsResume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the tool does: its newest 1,000 orders of the last 30 days.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['toolsStats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/durations': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How long the tool’s orders took, as a histogram, and when its plan asks.
     * @description Of its newest 1,000 orders of the last 30 days that their seller ended by callback or as a check found, test orders left out. Worked out anew after a minute at the earliest. Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['toolsDurations'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/plan-preview': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What plans would have come to on the tool’s own past orders: checks and waiting.
     * @description On a virtual clock, over its newest 1,000 finished orders of the last 30 days. Where only a check found the end, the time is drawn from what is known of all. `learned` asks about each half of the orders by what the other half taught. Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['toolsPreviewPlans'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/kits': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Working sellers to start from, one for each platform.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['kitsList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/kits/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * A flow or program to import, with the tool’s own addresses.
     * @description Secrets stand in it by name only: as environment variables, or as credentials of the platform that the seller fills in. Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['kitsDownload'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/bulk': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Actions on many orders, newest first; a seller sees its own.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['bulksList'];
    put?: never;
    /**
     * Check, retry or cancel every order that fits a filter; a seller checks its own.
     * @description It goes on by itself. With `dry_run` it only counts, and answers 200; so does a key that was used before. Open to admins, operators and sellers, of what is their own.
     */
    post: operations['bulksStart'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/bulk/{bulk_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How far an action on many orders has come.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['bulksGet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Orders, newest first, without inputs and result; a seller sees its own.
     * @description A page may be short where few of many orders fit: go on while there is a next_cursor. With `Accept: text/csv` the whole list. Open to admins, operators, viewers, marketplaces and sellers, of what is their own.
     */
    get: operations['ordersList'];
    put?: never;
    /**
     * Place an order. The same order again is 200 and the order that exists.
     * @description Open to admins, operators, marketplaces and a Standard Webhooks signature (INTAKE_SECRET).
     */
    post: operations['ordersPlace'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One order. With `Prefer: wait=N` once it changes, or after N seconds.
     * @description To whoever bears a share token it is a `SharedOrderAnswer`. Open to admins, operators, viewers, marketplaces, sellers, of what is their own and a share token.
     */
    get: operations['ordersGet'];
    put?: never;
    post?: never;
    /**
     * Erase what a final order holds; its id stays taken. 409 unless final.
     * @description Open to admins.
     */
    delete: operations['orderActionsErase'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/operation': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One order as a long-running operation, for clients that know Azure.
     * @description Open to admins, operators, viewers, marketplaces and sellers, of what is their own.
     */
    get: operations['ordersOperation'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every call made or received for the order, newest first.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['orderHistoryAttempts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/events': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The order's timeline: every change with its cause, oldest first.
     * @description Open to admins, operators, viewers, marketplaces and sellers, of what is their own.
     */
    get: operations['orderHistoryEvents'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/check': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Ask the seller now, instead of at the next instant of the plan.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['orderActionsCheck'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * End the order; 409 if it is final. The seller is not told.
     * @description Open to admins, operators and marketplaces.
     */
    post: operations['orderActionsCancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/retry': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a failed or expired order again, as its next run.
     * @description Open to admins and operators.
     */
    post: operations['orderActionsRetry'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/accept': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Complete a failed, expired or cancelled order with a good result that came late.
     * @description Open to admins and operators.
     */
    post: operations['orderActionsAccept'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/share': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A link to the buyer's page of the order: its progress and its result, without a token.
     * @description Open to admins, operators and marketplaces.
     */
    post: operations['orderSharesShare'];
    /**
     * Withdraws every link to the order that was made until now.
     * @description Open to admins, operators and marketplaces.
     */
    delete: operations['orderSharesWithdraw'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/files/{n}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The bytes of a result file, for its marketplace, its seller, or whoever bears a link to it or a share token.
     * @description Open to admins, operators, marketplaces, sellers, of what is their own, a signed link and a share token.
     */
    get: operations['orderFilesDownload'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/files/{n}/link': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A URL of the file that needs no token, for a while.
     * @description Open to admins, operators and marketplaces.
     */
    post: operations['orderFilesLink'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every order's events as they happen, from now on; a seller gets those of its own orders.
     * @description Open to admins, operators, viewers, marketplaces and sellers, of what is their own.
     */
    get: operations['orderStreamsAll'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/orders/{order_id}/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One order's events: those that it has, then each as it happens.
     * @description To whoever bears a share token: changes of status and progress alone, each with event_id, at, type, from, to, progress and message. Open to admins, operators, viewers, marketplaces, sellers, of what is their own and a share token.
     */
    get: operations['orderStreamsOne'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/sweeps': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Past sweeps, newest first.
     * @description Open to admins, operators and viewers.
     */
    get: operations['sweepsList'];
    put?: never;
    /**
     * Check what waits for the next sweep now; with `all`, whatever waits for a check.
     * @description Open to admins and operators.
     */
    post: operations['sweepsOpen'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Messages to the marketplace, the operator and sellers, newest first, without their bodies.
     * @description Open to admins, operators and viewers.
     */
    get: operations['notificationsList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/notifications/{notification_id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Send a dead message again, under the same webhook-id; 409 unless dead.
     * @description Open to admins and operators.
     */
    post: operations['notificationsReplay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/polls': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Polls, newest first, without their responses; a seller sees its own.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['pollsList'];
    put?: never;
    /**
     * Ask a URL again and again until its answer fits. The same idempotency_key again is 200 and the same poll.
     * @description The first request goes at once. By a seller where SELLER_WORK is on: 1,000 open ones at most, then 429. Open to admins, operators and sellers, of what is their own.
     */
    post: operations['pollsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/polls/{poll_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One poll. With `Prefer: wait=N` once it has ended, or after N seconds.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['pollsGet'];
    put?: never;
    post?: never;
    /**
     * Cancel a poll; 409 where it has ended otherwise.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    delete: operations['pollsCancel'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/polls/{poll_id}/attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every request made, and every try to tell of the end, newest first.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['pollsAttempts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Jobs, newest first, without their bodies; a seller sees its own.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsList'];
    put?: never;
    /**
     * Call a URL at an instant, and again until it answers 2xx or its retries are spent.
     * @description The same idempotency_key again is 200 and the same job. By a seller where SELLER_WORK is on: 1,000 open ones at most, polls counted, then 429. Open to admins, operators and sellers, of what is their own.
     */
    post: operations['jobsCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Jobs, newest first, without their bodies; a seller sees its own.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsListV1'];
    put?: never;
    /**
     * Call a URL at an instant, and again until it answers 2xx or its retries are spent.
     * @description The same idempotency_key again is 200 and the same job. By a seller where SELLER_WORK is on: 1,000 open ones at most, polls counted, then 429. Open to admins, operators and sellers, of what is their own.
     */
    post: operations['jobsCreateV1'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/jobs/{job_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One job.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsGet'];
    put?: never;
    post?: never;
    /**
     * Cancel a job that waits for its time, or for a further try; 409 while it runs and once it has run.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    delete: operations['jobsCancel'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/jobs/{job_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One job.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsGetV1'];
    put?: never;
    post?: never;
    /**
     * Cancel a job that waits for its time, or for a further try; 409 while it runs and once it has run.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    delete: operations['jobsCancelV1'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/jobs/{job_id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a failed job again, as a clone that names it; 409 unless it has failed.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['jobsReplay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/jobs/{job_id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Run a failed job again, as a clone that names it; 409 unless it has failed.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['jobsReplayV1'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/jobs/{job_id}/attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every call made, and every try to tell of the end (kind `notify`), newest first.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsAttempts'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/jobs/{job_id}/attempts': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Every call made, and every try to tell of the end (kind `notify`), newest first.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsAttemptsV1'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/jobs/{job_id}/executions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The calls made, newest first, in the words of Fliq's docs.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsExecutions'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/jobs/{job_id}/executions': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The calls made, newest first, in the words of Fliq's docs.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['jobsExecutionsV1'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schedules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Schedules, newest first, without their bodies; a seller sees its own.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['schedulesList'];
    put?: never;
    /**
     * Make a job at every tick of a cron expression.
     * @description By a seller where SELLER_WORK is on: 100 at most, then 429. Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesCreate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Schedules, newest first, without their bodies; a seller sees its own.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['schedulesListV1'];
    put?: never;
    /**
     * Make a job at every tick of a cron expression.
     * @description By a seller where SELLER_WORK is on: 100 at most, then 429. Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesCreateV1'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schedules/{schedule_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One schedule.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['schedulesGet'];
    put?: never;
    post?: never;
    /**
     * Delete a schedule. Its jobs stay, and those that wait for their time still run.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    delete: operations['schedulesDelete'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules/{schedule_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One schedule.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['schedulesGetV1'];
    put?: never;
    post?: never;
    /**
     * Delete a schedule. Its jobs stay, and those that wait for their time still run.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    delete: operations['schedulesDeleteV1'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schedules/{schedule_id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * No more ticks until it is resumed; jobs that it has made go on.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesPause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules/{schedule_id}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * No more ticks until it is resumed; jobs that it has made go on.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesPauseV1'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schedules/{schedule_id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Tick again, from the next tick after now: what went by while it was paused does not run.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesResume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules/{schedule_id}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Tick again, from the next tick after now: what went by while it was paused does not run.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesResumeV1'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schedules/{schedule_id}/run': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a job of it now, beside its ticks; also while it is paused or a job of it is open.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesRun'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules/{schedule_id}/run': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make a job of it now, beside its ticks; also while it is paused or a job of it is open.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['schedulesRunV1'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/schedules/{schedule_id}/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The jobs that it has made, newest first, without their bodies.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['schedulesListJobs'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/schedules/{schedule_id}/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The jobs that it has made, newest first, without their bodies.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['schedulesListJobsV1'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/signing-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The signing secret: a seller's own, or the operator's. 404 before the first rotation.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    get: operations['signingGet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/signing-secret': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The signing secret: a seller's own, or the operator's. 404 before the first rotation.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    get: operations['signingGetV1'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/signing-secret/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A new signing secret, in force at once; the one before counts beside it for grace_s.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['signingRotate'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/signing-secret/rotate': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A new signing secret, in force at once; the one before counts beside it for grace_s.
     * @description Open to admins, operators and sellers, of what is their own.
     */
    post: operations['signingRotateV1'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/attention': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What needs a person, grouped by cause, the gravest first; a seller sees its own.
     * @description One seller's outage is one group, and its orders stand in no other. Test orders need nobody. Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['attentionRead'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/outages': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * When sellers could not be called, newest first; a seller sees its own.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['outagesList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/outages/{outage_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * One outage, with its last replay.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['outagesGet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/outages/{outage_id}/replay': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Make good what an outage held up; 409 `outage_lasts` while it goes on.
     * @description What never started goes again, what was begun is asked for now, and deadlines are moved by as long as it lasted; some orders at a time. Asked for again, it does what is left. Open to admins and operators.
     */
    post: operations['outagesReplay'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/test': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Test a tool: two test orders by the real road, and what a stranger might try. A seller 6 times an hour.
     * @description It goes on by itself, one test of a tool at a time; read its report until `status` is no longer `running`. Open to admins, operators and sellers, of what is their own.
     */
    post: operations['conformanceStart'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/tests': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * Conformance tests of a tool, newest first, without their checks.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['conformanceList'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/tools/{short_id}/tests/{test_id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * The report of a conformance test; while it runs, what it has found so far.
     * @description Open to admins, operators, viewers and sellers, of what is their own.
     */
    get: operations['conformanceGet'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/system': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * How the whole installation is doing now.
     * @description Open to admins, operators and viewers.
     */
    get: operations['systemNow'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/v1/system/series': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * What happened over time: orders, calls, lateness; kept for eight days.
     * @description Open to admins, operators and viewers.
     */
    get: operations['systemSeries'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/orders/callback': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A seller brings the result of an order, a failure, or news of it. At most 4718592 bytes.
     * @description Open to the tool’s callback secret.
     */
    post: operations['callback'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/orders/callback/{token}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * The same for platforms that cannot send headers: the URL names the order.
     * @description Open to the token in the URL.
     */
    post: operations['callbackByToken'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/orders/callback/prepare': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * A seller asks where to put files of an order that a body is too small for: up to 157286400 bytes each.
     * @description Open to the tool’s callback secret.
     */
    post: operations['prepareUpload'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/orders/uploads/{order_id}/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /**
     * A seller puts a file to the upload_url that prepare answered, once, with its Content-Type and Content-Length.
     * @description Open to the signed URL.
     */
    put: operations['upload'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    NewTokenBody: {
      /** @description For people: who uses it, and for what. */
      name: string;
      /** @enum {string} */
      role: 'admin' | 'operator' | 'viewer' | 'marketplace' | 'seller';
      /** @description For role `seller`, and for no other. */
      seller_id?: string | null;
    };
    NewTokenAnswer: {
      token_id: string;
      name: string;
      /** @enum {string} */
      role: 'admin' | 'operator' | 'viewer' | 'marketplace' | 'seller';
      seller_id: string | null;
      /**
       * Format: date-time
       * @description Null for `tok_admin`.
       */
      created_at: string | null;
      /** @description The bearer token. Shown this once. */
      token: string;
    };
    TokenAnswer: {
      token_id: string;
      name: string;
      /** @enum {string} */
      role: 'admin' | 'operator' | 'viewer' | 'marketplace' | 'seller';
      seller_id: string | null;
      /**
       * Format: date-time
       * @description Null for `tok_admin`.
       */
      created_at: string | null;
    };
    TokensAnswer: {
      tokens: components['schemas']['TokenAnswer'][];
      next_cursor: string | null;
    };
    NewSessionBody: {
      /** @description A bearer token of any role but `marketplace`. */
      token: string;
    };
    SessionAnswer: {
      /** @description What writes by this session must echo in the header `X-CSRF-Token`. Null to whom a token was sent. */
      csrf_token: string | null;
      /** @enum {string} */
      role: 'admin' | 'operator' | 'viewer' | 'marketplace' | 'seller';
      /** @description Of the token. */
      name: string;
      /** @description Of a seller's token only. */
      seller_id: string | null;
      /**
       * Format: date-time
       * @description The session ends then; sooner where its token is deleted or replaced. Null to whom a token was sent.
       */
      expires_at: string | null;
      /** @description Of the server. */
      version: string;
    };
    AuditActor: {
      role: string;
      token_id: string;
      name: string;
    };
    AuditEntryAnswer: {
      entry_id: string;
      /** Format: date-time */
      at: string;
      actor: components['schemas']['AuditActor'];
      /** @example token.created */
      action: string;
      /** @description The id of what was changed. */
      target: string;
      details: {
        [key: string]: unknown;
      } | null;
      request_id: string;
    };
    AuditAnswer: {
      entries: components['schemas']['AuditEntryAnswer'][];
      next_cursor: string | null;
    };
    HealthAnswer: {
      /** @enum {string} */
      status: 'ok';
    };
    ReadyAnswer: {
      /** @enum {string} */
      status: 'ok';
      /** @description The parts that are ready. */
      parts: string[];
    };
    NewSellerBody: {
      name: string;
      /** @description HTTPS. Where the seller is told of trouble with its tools, beside its notices. */
      alert_url?: string | null;
    };
    NewSellerAnswer: {
      /** @example sel_01a200b59692711fbc57e21c3a596c81 */
      seller_id: string;
      name: string;
      alert_url: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
      /** @description The seller's bearer token. Shown this once. */
      token: string;
    };
    SellerAnswer: {
      /** @example sel_01a200b59692711fbc57e21c3a596c81 */
      seller_id: string;
      name: string;
      alert_url: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
    };
    SellersAnswer: {
      sellers: components['schemas']['SellerAnswer'][];
      next_cursor: string | null;
    };
    SellerPatchBody: {
      name?: string;
      /** @description HTTPS. Where the seller is told of trouble with its tools, beside its notices. null takes it away. */
      alert_url?: string | null;
    };
    EmptyBody: Record<string, never>;
    SellerTokenAnswer: {
      /** @description The seller's bearer token. Shown this once. */
      token: string;
    };
    NoticeAnswer: {
      notice_id: string;
      /** @description The tool it is about. */
      short_id: string;
      /** @enum {string} */
      kind: 'unauthorized' | 'paused' | 'grade';
      message: string;
      /** Format: date-time */
      at: string;
      /** @description True until what it speaks of is mended; while it is, the seller is not told again. */
      open: boolean;
    };
    NoticesAnswer: {
      notices: components['schemas']['NoticeAnswer'][];
      next_cursor: string | null;
    };
    NewToolBody: {
      /** @description HTTPS; asked by GET. `{order_id}` in its path, or `{remote_id}`, the id that the reply gave. */
      status_url?: string | null;
      /** @description HTTPS, without placeholders; asked by POST about up to 100 orders at once. */
      status_batch_url?: string | null;
      /**
       * @default secret
       * @enum {string|null}
       */
      callback_auth?: 'secret' | 'url_token' | null;
      /** @description The body of the job; at most 64 KiB. */
      payload_template?: string | null;
      /**
       * @description When checks are made: a plan of the strategy `sweep`, `fixed`, `exponential`, `adaptive` or `learned`. All may have `retry` and `wait_s`.
       * @default {
       *       "strategy": "sweep"
       *     }
       * @example {
       *       "strategy": "fixed",
       *       "interval_s": 60
       *     }
       */
      poll?: {
        [key: string]: unknown;
      } | null;
      /** @description JSON Schema 2020-12 that `inputs` must fit. */
      inputs_schema?: {
        [key: string]: unknown;
      } | null;
      /** @default 86400 */
      deadline_s?: number | null;
      /** @default 10 */
      max_concurrency?: number | null;
      /**
       * @description Whether a file that the result only links to is fetched, once the order is completed, and kept.
       * @default false
       */
      mirror_result_url?: boolean | null;
      /**
       * @description JSON Pointer (RFC 6901) to the id that the reply to a job gives it, for `{remote_id}` in `status_url`.
       * @example /data/taskId
       */
      remote_id_at?: string | null;
      /**
       * @description How answers are read: a dialect by name, or filters and JSON Pointers of your own (`completed_when`, `failed_when`, `progress_at`, `message_at`, `error_at`, `result_at`, `result_is`, `result_from`). null forgets what was recognised.
       * @default {
       *       "dialect": "auto"
       *     }
       * @example {
       *       "dialect": "replicate"
       *     }
       */
      response?: {
        [key: string]: unknown;
      } | null;
      /** @description Made if left out. */
      short_id?: string | null;
      /** @description Whose tool it is; not needed by a seller's token. */
      seller_id?: string | null;
      name: string;
      /** @description HTTPS. Where orders are sent by POST. */
      job_url: string;
      /** @description Sent with the job and with checks; 1 to 20, 8 KiB in all. Kept sealed, shown masked. */
      auth_headers: {
        [key: string]: string;
      };
    };
    SetUpWarningAnswer: {
      /** @example deadline_s */
      field: string;
      /** @description What contradicts itself, with the sum, and what to do. */
      message: string;
    };
    NewToolAnswer: {
      short_id: string;
      seller_id: string;
      name: string;
      job_url?: string;
      status_url?: string | null;
      status_batch_url?: string | null;
      /**
       * @description Names and masks; the last 4 characters stand behind the mask of a value of 16 or more.
       * @example {
       *       "Authorization": "••••x7Qa"
       *     }
       */
      auth_headers?: {
        [key: string]: string;
      };
      payload_template?: string | null;
      /**
       * @example {
       *       "dialect": "auto"
       *     }
       */
      response?: {
        [key: string]: unknown;
      } | null;
      remote_id_at?: string | null;
      /** @description What its answers were recognised as; see `response`. */
      dialect: string | null;
      /** @enum {string} */
      callback_auth: 'secret' | 'url_token';
      /**
       * @example {
       *       "strategy": "sweep"
       *     }
       */
      poll: {
        [key: string]: unknown;
      };
      inputs_schema: {
        [key: string]: unknown;
      } | null;
      deadline_s: number;
      max_concurrency: number;
      mirror_result_url: boolean;
      /** Format: date-time */
      paused_at: string | null;
      pause_reason: string | null;
      /**
       * @description Of the newest conformance test of the tool as it is now; null before one.
       * @enum {string|null}
       */
      grade: 'A' | 'B' | 'C' | 'D' | 'F' | null;
      /** Format: date-time */
      graded_at: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
      /** @description Where the set-up works against itself; told of one tool, not in lists. It was saved all the same. */
      warnings?: components['schemas']['SetUpWarningAnswer'][];
      /** @description For the header `x-callback-secret` of callbacks. Shown this once. */
      callback_secret: string;
      /** @description `whsec_...`: verifies the signature of our calls. Shown this once. */
      signing_secret: string;
    };
    ToolAnswer: {
      short_id: string;
      seller_id: string;
      name: string;
      job_url?: string;
      status_url?: string | null;
      status_batch_url?: string | null;
      /**
       * @description Names and masks; the last 4 characters stand behind the mask of a value of 16 or more.
       * @example {
       *       "Authorization": "••••x7Qa"
       *     }
       */
      auth_headers?: {
        [key: string]: string;
      };
      payload_template?: string | null;
      /**
       * @example {
       *       "dialect": "auto"
       *     }
       */
      response?: {
        [key: string]: unknown;
      } | null;
      remote_id_at?: string | null;
      /** @description What its answers were recognised as; see `response`. */
      dialect: string | null;
      /** @enum {string} */
      callback_auth: 'secret' | 'url_token';
      /**
       * @example {
       *       "strategy": "sweep"
       *     }
       */
      poll: {
        [key: string]: unknown;
      };
      inputs_schema: {
        [key: string]: unknown;
      } | null;
      deadline_s: number;
      max_concurrency: number;
      mirror_result_url: boolean;
      /** Format: date-time */
      paused_at: string | null;
      pause_reason: string | null;
      /**
       * @description Of the newest conformance test of the tool as it is now; null before one.
       * @enum {string|null}
       */
      grade: 'A' | 'B' | 'C' | 'D' | 'F' | null;
      /** Format: date-time */
      graded_at: string | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      updated_at: string;
      /** @description Where the set-up works against itself; told of one tool, not in lists. It was saved all the same. */
      warnings?: components['schemas']['SetUpWarningAnswer'][];
    };
    ToolsAnswer: {
      tools: components['schemas']['ToolAnswer'][];
      next_cursor: string | null;
    };
    ToolPatchBody: {
      /** @description HTTPS; asked by GET. `{order_id}` in its path, or `{remote_id}`, the id that the reply gave. */
      status_url?: string | null;
      /** @description HTTPS, without placeholders; asked by POST about up to 100 orders at once. */
      status_batch_url?: string | null;
      /**
       * @default secret
       * @enum {string|null}
       */
      callback_auth?: 'secret' | 'url_token' | null;
      /** @description The body of the job; at most 64 KiB. */
      payload_template?: string | null;
      /**
       * @description When checks are made: a plan of the strategy `sweep`, `fixed`, `exponential`, `adaptive` or `learned`. All may have `retry` and `wait_s`.
       * @default {
       *       "strategy": "sweep"
       *     }
       * @example {
       *       "strategy": "fixed",
       *       "interval_s": 60
       *     }
       */
      poll?: {
        [key: string]: unknown;
      } | null;
      /** @description JSON Schema 2020-12 that `inputs` must fit. */
      inputs_schema?: {
        [key: string]: unknown;
      } | null;
      /** @default 86400 */
      deadline_s?: number | null;
      /** @default 10 */
      max_concurrency?: number | null;
      /**
       * @description Whether a file that the result only links to is fetched, once the order is completed, and kept.
       * @default false
       */
      mirror_result_url?: boolean | null;
      /**
       * @description JSON Pointer (RFC 6901) to the id that the reply to a job gives it, for `{remote_id}` in `status_url`.
       * @example /data/taskId
       */
      remote_id_at?: string | null;
      /**
       * @description How answers are read: a dialect by name, or filters and JSON Pointers of your own (`completed_when`, `failed_when`, `progress_at`, `message_at`, `error_at`, `result_at`, `result_is`, `result_from`). null forgets what was recognised.
       * @default {
       *       "dialect": "auto"
       *     }
       * @example {
       *       "dialect": "replicate"
       *     }
       */
      response?: {
        [key: string]: unknown;
      } | null;
      name?: string;
      /** @description HTTPS. Where orders are sent by POST. */
      job_url?: string;
      /** @description Sent with the job and with checks; 1 to 20, 8 KiB in all. Kept sealed, shown masked. */
      auth_headers?: {
        [key: string]: string;
      };
    };
    RotateSecretBody: {
      /** @enum {string} */
      which: 'callback' | 'signing';
      /** @default 86400 */
      grace_s?: number;
    };
    RotatedSecretAnswer: {
      /** @description Shown this once. */
      callback_secret?: string;
      /** @description Shown this once. */
      signing_secret?: string;
    };
    LastErrorAnswer: {
      /** Format: date-time */
      at: string;
      /** @enum {string} */
      outcome:
        | 'failed'
        | 'bad_result'
        | 'unreadable'
        | 'redirected'
        | 'unauthorized'
        | 'not_found'
        | 'evicted'
        | 'rate_limited'
        | 'server_error'
        | 'rejected'
        | 'gone'
        | 'timeout'
        | 'dns_error'
        | 'tls_error'
        | 'connection_error'
        | 'blocked_address'
        | 'too_large'
        | 'unconfirmed';
      message: string;
      /** Format: uuid */
      order_id: string;
      /** @description Null where no answer came. */
      status_code: number | null;
    };
    ToolStatsAnswer: {
      short_id: string;
      /**
       * Format: date-time
       * @description Orders created since then count; test orders do not.
       */
      since: string;
      /** @description How many orders were looked at: the newest, 1,000 at most. */
      orders: number;
      completed: number;
      failed: number;
      expired: number;
      /** @description completed ÷ (completed + failed + expired) */
      success: number | null;
      /** @description Seconds from forward to completion: the median. */
      p50_s: number | null;
      p95_s: number | null;
      /** @description Calls to the seller that ended as `timeout`. */
      timeouts: number;
      /** @description Checks an order took on average. */
      checks_per_order: number | null;
      /** @description Calls to the seller: forwards and checks whose attempts are kept. */
      calls: number;
      /** @description timeouts ÷ calls */
      timeout_rate: number | null;
      /** @description Seconds of calls that an order’s checks took on average: what they cost. A batch counts for each of its orders. */
      check_seconds_per_order: number | null;
      /** @description The newest forward, check or callback that told of something wrong, of the orders looked at. */
      last_error: components['schemas']['LastErrorAnswer'] | null;
    };
    DurationBarAnswer: {
      from_s: number;
      to_s: number;
      count: number;
    };
    ToolEtaAnswer: {
      /** @description Seconds: half of the orders take no longer. */
      p50_s: number;
      p90_s: number;
      sample: number;
    };
    PlanOutlookAnswer: {
      /** @enum {string} */
      strategy: 'sweep' | 'fixed' | 'exponential' | 'adaptive' | 'learned';
      /** @description Seconds after the forward at which it asks about an order that goes on, without jitter and the check at the deadline: the first 50. Of `adaptive` those of its default class, of `learned` those for all classes together; none of `sweep`. */
      checks_s: number[];
      /** @description Checks an order on average; null under 20 past durations, and of `sweep`. */
      expected_checks: number | null;
      /** @description Seconds from the end of the work to the check that finds it, on average. */
      expected_wait_s: number | null;
    };
    ToolDurationsAnswer: {
      short_id: string;
      /** @description Past orders in the histogram. */
      sample: number;
      /** @description Those whose duration is known exactly; of the others the likeliest middle between two checks counts. */
      exact: number;
      /** @enum {string} */
      unit: 's';
      /** @description Bars that grow with the durations, without gaps; all under a second are one. Empty without orders. */
      histogram: components['schemas']['DurationBarAnswer'][];
      /** @description Of any order; null under 20 past durations. */
      eta: components['schemas']['ToolEtaAnswer'] | null;
      plan: components['schemas']['PlanOutlookAnswer'];
    };
    PlanFiguresAnswer: {
      /**
       * @example {
       *       "strategy": "sweep"
       *     }
       */
      poll: {
        [key: string]: unknown;
      };
      /** @description Orders it was tried on; fewer where it asks very often. */
      orders: number;
      checks_per_order: number | null;
      /** @description Seconds from the end of the work to the check that found it. */
      mean_wait_s: number | null;
      p95_wait_s: number | null;
      /** @description Share of orders found before the plan's limits, the deadline and 1,000 checks: 0 to 1. */
      found: number | null;
    };
    PlanPreviewAnswer: {
      short_id: string;
      /** @description Past orders that were looked at; 1,000 at most. */
      sample: number;
      /**
       * Format: date-time
       * @description Orders created since then count.
       */
      since: string;
      plans: components['schemas']['PlanFiguresAnswer'][];
      /** @description Of any order; null under 20 past durations. */
      eta: components['schemas']['ToolEtaAnswer'] | null;
    };
    KitAnswer: {
      /** @example express */
      name: string;
      /** @example Express */
      title: string;
      /** @example server.mjs */
      filename: string;
      /** @description What it is, and what to do with it, in one line. */
      summary: string;
      /** @description What to change in the tool so that the kit works on both roads; empty where all is well. */
      notes: string[];
    };
    KitsAnswer: {
      kits: components['schemas']['KitAnswer'][];
    };
    BulkFilterBody: {
      /**
       * @description Comma list of received, forwarding, processing, completed, failed, expired, cancelled.
       * @example failed,expired
       */
      status?: string;
      short_id?: string;
      seller_id?: string;
      is_test?: boolean;
      /**
       * Format: date-time
       * @description Created at this instant or later.
       */
      created_after?: string;
      /**
       * Format: date-time
       * @description Created before this instant.
       */
      created_before?: string;
      /** @description As `q` of the list of orders. */
      q?: string;
      /** @description These orders only. */
      order_ids?: string[];
    };
    NewBulkBody: {
      /** @enum {string} */
      action: 'check' | 'retry' | 'cancel';
      /** @description Which orders; `{}` is every order that the action can apply to. */
      filter: components['schemas']['BulkFilterBody'];
      /**
       * @description Counts, and does nothing.
       * @default false
       */
      dry_run?: boolean;
    };
    BegunBulkAnswer: {
      /** @description Null where it was a dry run. */
      bulk_id: string | null;
      /** @enum {string} */
      action: 'check' | 'retry' | 'cancel';
      /** @description Orders that fit the filter and that the action can apply to. */
      matched: number;
    };
    BulkProblemAnswer: {
      order_id: string;
      message: string;
    };
    BulkAnswer: {
      /** @example blk_01a200b59692711fbc57e21c3a596c81 */
      bulk_id: string;
      /** @enum {string} */
      action: 'check' | 'retry' | 'cancel';
      filter: components['schemas']['BulkFilterBody'];
      /**
       * @description `stopped`: the token that asked for it is gone.
       * @enum {string}
       */
      status: 'running' | 'done' | 'stopped';
      /** @description As it was counted at the start. */
      matched: number;
      /** @description changed + skipped + failed */
      done: number;
      changed: number;
      /** @description Orders that the action no longer applied to when their turn came. */
      skipped: number;
      /** @description Orders that Roundtrip itself failed on. */
      failed: number;
      /** @description The first that were skipped or failed. */
      problems: components['schemas']['BulkProblemAnswer'][];
      /** @description The name of the token that asked for it. */
      created_by: string;
      /**
       * Format: date-time
       * @description Orders placed after this are left alone.
       */
      created_at: string;
      /** Format: date-time */
      finished_at: string | null;
    };
    BulksAnswer: {
      bulks: components['schemas']['BulkAnswer'][];
      next_cursor: string | null;
    };
    NewOrderBody: {
      /** @description The tool. */
      short_id: string;
      /** @description Passed on as it came; at most 1 MiB. */
      inputs: {
        [key: string]: unknown;
      };
      /**
       * Format: uuid
       * @description Made if absent.
       */
      order_id?: string;
      /**
       * @description No marketplace events, no statistics.
       * @default false
       */
      is_test?: boolean;
      /** @description At most 4 KiB. */
      metadata?: {
        [key: string]: string;
      };
      /** @description Default: the tool's. */
      deadline_s?: number;
    };
    EtaAnswer: {
      /** @description Seconds. Half of the orders like this one take no longer, in all. */
      p50_s: number;
      /** @description Seconds. Nine in ten take no longer. */
      p90_s: number;
      /** @description Past durations that this rests on. */
      sample: number;
    };
    ResultFileAnswer: {
      n: number;
      filename: string;
      /** @description As its seller declared it. */
      mime_type: string | null;
      /** @description As its bytes tell, and as it is served. Null for a hosted file, until it is mirrored. */
      detected_type: string | null;
      size: number | null;
      sha256: string | null;
      /** @description Needs a token, and does not expire. Null for a hosted file, until it is mirrored. */
      download_url: string | null;
      /** @description Where its seller hosts it. */
      url?: string;
    };
    ResultAnswer: {
      /** @enum {string} */
      output_type: 'text' | 'json' | 'csv' | 'html' | 'url' | 'file';
      text?: string;
      url?: string;
      /** @description True once all that its seller hosts is kept here as well. */
      mirrored?: boolean;
      files: components['schemas']['ResultFileAnswer'][];
    };
    OrderErrorAnswer: {
      /** @example seller_failed */
      code: string;
      message: string;
      /** @description What to do about it. */
      hint: string | null;
    };
    OrderAnswer: {
      /** Format: uuid */
      order_id: string;
      short_id: string;
      seller_id: string;
      is_test: boolean;
      /** @description Not for sellers. */
      metadata?: {
        [key: string]: string;
      };
      inputs: {
        [key: string]: unknown;
      };
      run: number;
      /** @enum {string} */
      status: 'received' | 'forwarding' | 'processing' | 'completed' | 'failed' | 'expired' | 'cancelled';
      progress: number | null;
      message: string | null;
      /** @description How long the seller's work takes from forwarded_at on, in all, given that it was not done when last heard of. Of one order under way, once its tool has 20 past durations. Always null in lists and events, where it would take a read for each order: read the order by itself. */
      eta: components['schemas']['EtaAnswer'] | null;
      result: components['schemas']['ResultAnswer'] | null;
      error: components['schemas']['OrderErrorAnswer'] | null;
      /** @enum {string|null} */
      delivered_by: 'callback' | 'check' | 'reply' | 'operator' | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      forwarded_at: string | null;
      /** Format: date-time */
      completed_at: string | null;
      /** Format: date-time */
      updated_at: string;
      /** Format: date-time */
      deadline_at: string;
      /** Format: date-time */
      next_check_at: string | null;
      /** @description When the seller will be asked, as far as the plan tells: next_check_at first. Empty unless under way. */
      planned_checks: string[];
      /** @description Calls made to the seller for it: forwards and checks. */
      attempts: number;
    };
    ListedOrderAnswer: {
      /** Format: uuid */
      order_id: string;
      short_id: string;
      seller_id: string;
      is_test: boolean;
      /** @description Not for sellers. */
      metadata?: {
        [key: string]: string;
      };
      run: number;
      /** @enum {string} */
      status: 'received' | 'forwarding' | 'processing' | 'completed' | 'failed' | 'expired' | 'cancelled';
      progress: number | null;
      message: string | null;
      /** @description How long the seller's work takes from forwarded_at on, in all, given that it was not done when last heard of. Of one order under way, once its tool has 20 past durations. Always null in lists and events, where it would take a read for each order: read the order by itself. */
      eta: components['schemas']['EtaAnswer'] | null;
      error: components['schemas']['OrderErrorAnswer'] | null;
      /** @enum {string|null} */
      delivered_by: 'callback' | 'check' | 'reply' | 'operator' | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      forwarded_at: string | null;
      /** Format: date-time */
      completed_at: string | null;
      /** Format: date-time */
      updated_at: string;
      /** Format: date-time */
      deadline_at: string;
      /** Format: date-time */
      next_check_at: string | null;
      /** @description Calls made to the seller for it: forwards and checks. */
      attempts: number;
    };
    OrdersAnswer: {
      orders: components['schemas']['ListedOrderAnswer'][];
      next_cursor: string | null;
    };
    SharedErrorAnswer: {
      /** @description A sentence for a buyer. */
      message: string;
    };
    SharedOrderAnswer: {
      /** Format: uuid */
      order_id: string;
      /** @enum {string} */
      status: 'received' | 'forwarding' | 'processing' | 'completed' | 'failed' | 'expired' | 'cancelled';
      progress: number | null;
      message: string | null;
      /** @description How long the seller's work takes from forwarded_at on, in all, given that it was not done when last heard of. Of one order under way, once its tool has 20 past durations. Always null in lists and events, where it would take a read for each order: read the order by itself. */
      eta: components['schemas']['EtaAnswer'] | null;
      result: components['schemas']['ResultAnswer'] | null;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      forwarded_at: string | null;
      /** Format: date-time */
      completed_at: string | null;
      /** Format: date-time */
      updated_at: string;
      tool_name: string;
      /** @description Of an order that failed or expired. */
      error: components['schemas']['SharedErrorAnswer'] | null;
    };
    OperationErrorAnswer: {
      /** @example seller_failed */
      code: string;
      message: string;
    };
    OperationAnswer: {
      /** @enum {string} */
      status: 'Running' | 'Succeeded' | 'Failed' | 'Canceled';
      percentComplete: number;
      /** @description Once it has succeeded. */
      result?: components['schemas']['ResultAnswer'];
      /** @description Once it has failed. */
      error?: components['schemas']['OperationErrorAnswer'];
    };
    TimingsAnswer: {
      /** @description Waiting for one of our own connections to the origin to become free. */
      slot_ms: number | null;
      /** @description Looking up the name. */
      lookup_ms: number | null;
      connect_ms: number | null;
      tls_ms: number | null;
      /** @description Until the last byte of the request had gone. */
      send_ms: number | null;
      /** @description Until the answer's headers were there. */
      wait_ms: number | null;
      body_ms: number | null;
    };
    AttemptDetailsAnswer: {
      /** @description Names as they were sent; values of auth headers, signatures and whatever else may be secret are `••••`. */
      request_headers: {
        [key: string]: string;
      };
      /** @description The beginning of what we sent (2,048 characters), without secrets; of a batch check, the order itself and how many more. Null where nothing was sent, and of callbacks. */
      request_body: string | null;
      /** @description At most 40, values cut at 300 characters, without secrets. */
      response_headers: {
        [key: string]: string;
      };
      /** @description Milliseconds of each phase, one after the other; null for one that did not happen, as on a kept-alive connection. Null where nothing was sent, and of callbacks. */
      timings: components['schemas']['TimingsAnswer'] | null;
    };
    AttemptAnswer: {
      attempt_id: string;
      /** @enum {string} */
      kind: 'forward' | 'check' | 'callback' | 'notify' | 'mirror' | 'poll' | 'job';
      run: number | null;
      attempt_num: number;
      /** Format: date-time */
      started_at: string;
      duration_ms: number;
      method: string;
      /** @description Secrets in it are masked. */
      url: string;
      /** @description Null where no answer came. */
      status_code: number | null;
      /** @enum {string} */
      outcome:
        | 'accepted'
        | 'processing'
        | 'not_modified'
        | 'completed'
        | 'failed'
        | 'bad_result'
        | 'unreadable'
        | 'redirected'
        | 'unauthorized'
        | 'not_found'
        | 'evicted'
        | 'rate_limited'
        | 'server_error'
        | 'rejected'
        | 'gone'
        | 'timeout'
        | 'dns_error'
        | 'tls_error'
        | 'connection_error'
        | 'blocked_address'
        | 'too_large'
        | 'unconfirmed'
        | 'late'
        | 'duplicate'
        | 'delivered'
        | 'success';
      error: string | null;
      request_id: string | null;
      /** @description The beginning of the body, without secrets; of equal checks in a row that of the first, though the others may differ in it. */
      response_excerpt: string | null;
      /** @description What was said, and where the time went. Of equal checks in a row those of the first. Null of notifications, polls and jobs, of calls made by older versions, and once the order is erased. */
      details: components['schemas']['AttemptDetailsAnswer'] | null;
      /** @description How many equal ones in a row this row stands for: checks, or requests of a poll, that were asked and answered alike (of checks but for `response_excerpt`). All other fields are those of the first of them; the number of the last is `attempt_num` + `repeated` - 1 (at least that for batch checks that missed the order, which the single checks after them do not part). */
      repeated: number;
      /**
       * Format: date-time
       * @description When the first of them began: `started_at`.
       */
      first_at: string;
      /**
       * Format: date-time
       * @description When the last of them began.
       */
      last_at: string;
    };
    AttemptsAnswer: {
      attempts: components['schemas']['AttemptAnswer'][];
      next_cursor: string | null;
    };
    CauseAnswer: {
      /** @enum {string} */
      kind:
        'intake' | 'forward' | 'check' | 'callback' | 'deadline' | 'cancel' | 'retry' | 'accept' | 'mirror' | 'replay';
      attempt_id?: string;
      /** @description Whose token asked for it. */
      actor?: string;
    };
    EventAnswer: {
      event_id: string;
      /** Format: uuid */
      order_id: string;
      /** Format: date-time */
      at: string;
      run: number;
      /** @enum {string} */
      type: 'status' | 'progress' | 'note';
      from: string | null;
      to: string | null;
      progress: number | null;
      message: string | null;
      cause: components['schemas']['CauseAnswer'];
    };
    EventsAnswer: {
      events: components['schemas']['EventAnswer'][];
      next_cursor: string | null;
    };
    AcceptBody: {
      /** @description The attempt that brought the late result. */
      attempt_id: string;
    };
    ShareBody: {
      /** @default 604800 */
      expires_s?: number;
    };
    ShareAnswer: {
      /** @description Of the buyer's page; whoever has it sees the order until then. */
      url: string;
      /** Format: date-time */
      expires_at: string;
    };
    LinkBody: {
      /** @default 3600 */
      expires_s?: number;
    };
    LinkAnswer: {
      /** @description Good for whoever bears it: this file, until then. */
      url: string;
      /** Format: date-time */
      expires_at: string;
    };
    NewSweepAnswer: {
      /** @example swp_01a200b59692711fbc57e21c3a596c81 */
      sweep_id: string;
      /** @description Checks that are due now. */
      due: number;
    };
    SweepAnswer: {
      /** @example swp_01a200b59692711fbc57e21c3a596c81 */
      sweep_id: string;
      /** @description Checks that are due now. */
      due: number;
      /** @description Whether a person opened it. */
      manual: boolean;
      /** Format: date-time */
      opened_at: string;
      checked: number;
      /** @description Checks that changed their order. */
      changed: number;
      /** @description Checks that the seller did not answer as it should. */
      failed: number;
      /** @description Until its last check so far; null before the first. */
      duration_ms: number | null;
      /** @description The longest that a check began after it was due, in milliseconds. */
      lateness: number;
    };
    SweepsAnswer: {
      sweeps: components['schemas']['SweepAnswer'][];
      next_cursor: string | null;
    };
    NotificationAnswer: {
      /** @description Also its `webhook-id`, the same on every try. */
      notification_id: string;
      /** @enum {string} */
      destination: 'marketplace' | 'operator' | 'seller';
      /** @example order.completed */
      type: string;
      order_id: string | null;
      /** @enum {string} */
      state: 'pending' | 'delivered' | 'dead';
      tries: number;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description Null unless pending.
       */
      next_at: string | null;
      /** Format: date-time */
      done_at: string | null;
      last_error: string | null;
    };
    NotificationsAnswer: {
      notifications: components['schemas']['NotificationAnswer'][];
      next_cursor: string | null;
    };
    NewPollBody: {
      /** @description HTTPS. Called as it stands; shown without the values of its query. */
      url: string;
      /**
       * @description Seconds between requests; no jitter.
       * @default 10
       */
      interval?: number | null;
      /**
       * @description Seconds from now after which it ends as `timed_out`; of this and the `timeout_s` of a plan the shorter counts.
       * @default 86400
       */
      timeout?: number | null;
      /** @description Kept sealed; header values are shown masked, the body never. */
      request?: {
        /**
         * @default GET
         * @enum {string}
         */
        method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        headers?: {
          [key: string]: string;
        };
        /** @description At most 1 MiB. */
        body?: string;
        /** @description In place of body. */
        body_base64?: string;
      };
      /**
       * @description A filter `{ status, headers, body }` in the EventFilter language: keys AND, a list of values is OR, objects of operators such as `[{ "$gte": 3 }]`. The first answer that fits ends the poll as `completed`; without one, the first 2xx. Bodies up to 1048576 bytes are read and kept; no filter on the body matches a longer one.
       * @example {
       *       "status": [
       *         200
       *       ],
       *       "body": {
       *         "status": [
       *           "done"
       *         ]
       *       }
       *     }
       */
      response_filter?: {
        [key: string]: unknown;
      } | null;
      /** @description A filter `{ status, headers, body }` in the EventFilter language: keys AND, a list of values is OR, objects of operators such as `[{ "$gte": 3 }]`. An answer that fits ends the poll as `failed`, whatever response_filter says. */
      failure_filter?: {
        [key: string]: unknown;
      } | null;
      /**
       * @description The budget of one request, and further tries within one attempt where the network fails it, whose waits come to 60 s at most.
       * @example {
       *       "duration_in_ms": 10000,
       *       "retry": {
       *         "limit": 3,
       *         "min_timeout_in_ms": 500,
       *         "factor": 2
       *       }
       *     }
       */
      request_timeout?: {
        [key: string]: unknown;
      } | null;
      /**
       * @description A plan in place of interval: `fixed` or `exponential`. Its first request goes at once, whatever initial_s says; its retry counts where request_timeout has none.
       * @example {
       *       "strategy": "exponential",
       *       "interval_s": 5,
       *       "multiplier": 2,
       *       "max_interval_s": 300
       *     }
       */
      poll?: {
        [key: string]: unknown;
      } | null;
      /** @description HTTPS. Gets the poll by POST when it ends. */
      webhook_url?: string | null;
      webhook_headers?: {
        [key: string]: string;
      } | null;
      idempotency_key?: string | null;
    };
    PollResponseAnswer: {
      status: number;
      /** @description Secrets in it are masked. */
      headers: {
        [key: string]: string;
      };
      /** @description Parsed JSON, or the text; null where there was none. */
      body: Record<string, never> | unknown[] | (string | null) | number | boolean;
    };
    PollErrorAnswer: {
      /** @enum {string} */
      code: 'failure_filter' | 'timeout' | 'max_checks';
      message: string;
    };
    PollRequestAnswer: {
      /** @enum {string} */
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** @description Values masked. */
      headers: {
        [key: string]: string;
      };
      /** @description The body itself is never shown. */
      body_bytes: number | null;
    };
    PollAnswer: {
      /** @example pol_01a200b59692711fbc57e21c3a596c81 */
      poll_id: string;
      /** @description Null for the operator's. */
      seller_id: string | null;
      /** @enum {string} */
      status: 'waiting' | 'completed' | 'failed' | 'timed_out' | 'cancelled';
      /** @description Requests made that ended before the poll did. */
      attempts: number;
      /** Format: date-time */
      next_check_at: string | null;
      /** @description The answer that ended it. */
      response: components['schemas']['PollResponseAnswer'] | null;
      error: components['schemas']['PollErrorAnswer'] | null;
      /** @description The values of its query are masked. */
      url: string;
      request: components['schemas']['PollRequestAnswer'];
      interval: number | null;
      timeout: number;
      poll: {
        [key: string]: unknown;
      } | null;
      response_filter: {
        [key: string]: unknown;
      } | null;
      failure_filter: {
        [key: string]: unknown;
      } | null;
      request_timeout: {
        [key: string]: unknown;
      } | null;
      /** @description The values of its query are masked. */
      webhook_url: string | null;
      /** @description Values masked. */
      webhook_headers: {
        [key: string]: string;
      };
      idempotency_key: string | null;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description When it ends at the latest.
       */
      timeout_at: string;
      /** Format: date-time */
      ended_at: string | null;
    };
    ListedPollAnswer: {
      /** @example pol_01a200b59692711fbc57e21c3a596c81 */
      poll_id: string;
      /** @description Null for the operator's. */
      seller_id: string | null;
      /** @enum {string} */
      status: 'waiting' | 'completed' | 'failed' | 'timed_out' | 'cancelled';
      /** @description Requests made that ended before the poll did. */
      attempts: number;
      /** Format: date-time */
      next_check_at: string | null;
      error: components['schemas']['PollErrorAnswer'] | null;
      /** @description The values of its query are masked. */
      url: string;
      request: components['schemas']['PollRequestAnswer'];
      interval: number | null;
      timeout: number;
      poll: {
        [key: string]: unknown;
      } | null;
      response_filter: {
        [key: string]: unknown;
      } | null;
      failure_filter: {
        [key: string]: unknown;
      } | null;
      request_timeout: {
        [key: string]: unknown;
      } | null;
      /** @description The values of its query are masked. */
      webhook_url: string | null;
      /** @description Values masked. */
      webhook_headers: {
        [key: string]: string;
      };
      idempotency_key: string | null;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description When it ends at the latest.
       */
      timeout_at: string;
      /** Format: date-time */
      ended_at: string | null;
    };
    PollsAnswer: {
      polls: components['schemas']['ListedPollAnswer'][];
      next_cursor: string | null;
    };
    NewJobBody: {
      /** @description HTTPS. Called as it stands; shown without the values of its query. */
      url: string;
      /**
       * @default POST
       * @enum {string|null}
       */
      http_method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | null;
      /**
       * @description The same as http_method.
       * @default POST
       * @enum {string|null}
       */
      method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | null;
      /** @description Kept sealed, shown masked. None that begins with X-Fliq-. */
      headers?: {
        [key: string]: string;
      } | null;
      /** @description At most 1 MiB. Without a Content-Type, a body that is JSON goes as application/json. */
      body?: string | null;
      /** @default 0 */
      max_retries?: number | null;
      /**
       * @description The whole of one try, from the look-up of the name to the last byte of the answer.
       * @default 30
       */
      timeout_seconds?: number | null;
      /**
       * @default exponential
       * @enum {string|null}
       */
      backoff?: 'exponential' | 'linear' | null;
      /** @description HTTPS. Told of the end by POST. */
      webhook_url?: string | null;
      webhook_headers?: {
        [key: string]: string;
      } | null;
      /**
       * Format: date-time
       * @description ISO-8601 with Z or an offset. Up to 60 s in the past means now.
       * @example 2026-03-01T09:00:00Z
       */
      scheduled_at: string;
      /** @description The same key again is 200 and the same job, for 30 days. */
      idempotency_key?: string | null;
    };
    JobAnswer: {
      /** @description Null for the operator's. */
      seller_id: string | null;
      /** @description The values of its query are masked. */
      url: string;
      /** @enum {string} */
      http_method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /**
       * @description The same as http_method.
       * @enum {string}
       */
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** @description Values masked. */
      headers: {
        [key: string]: string;
      };
      /** @description As it was given. */
      body: string | null;
      max_retries: number;
      timeout_seconds: number;
      /** @enum {string} */
      backoff: 'exponential' | 'linear';
      /** @description The values of its query are masked. */
      webhook_url: string | null;
      /** @description Values masked. */
      webhook_headers: {
        [key: string]: string;
      };
      /** @description Names of fields that were given and mean nothing. */
      ignored_fields: string[];
      /** Format: date-time */
      created_at: string;
      /** @example job_01a200b59692711fbc57e21c3a596c81 */
      id: string;
      /** @description The same as id. */
      job_id: string;
      /**
       * @description A job that waits for a further try is scheduled again.
       * @enum {string}
       */
      status: 'scheduled' | 'running' | 'success' | 'failed' | 'cancelled';
      /** Format: date-time */
      scheduled_at: string;
      /**
       * Format: date-time
       * @description Of its first or next try; null while it runs and once it has ended.
       */
      next_attempt_at: string | null;
      /**
       * Format: date-time
       * @description When its last attempt began.
       */
      started_at: string | null;
      /** Format: date-time */
      completed_at: string | null;
      /** @description Attempts that have ended. */
      attempts: number;
      /** @description Of the last answer. */
      status_code: number | null;
      /** @description Why the last attempt was no success, in a sentence. */
      last_error: string | null;
      idempotency_key: string | null;
      schedule_id: string | null;
      /** @description The failed job that it is a clone of. */
      replay_of: string | null;
      /** Format: date-time */
      updated_at: string;
    };
    ListedJobAnswer: {
      /** @description Null for the operator's. */
      seller_id: string | null;
      /** @description The values of its query are masked. */
      url: string;
      /** @enum {string} */
      http_method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /**
       * @description The same as http_method.
       * @enum {string}
       */
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** @description Values masked. */
      headers: {
        [key: string]: string;
      };
      max_retries: number;
      timeout_seconds: number;
      /** @enum {string} */
      backoff: 'exponential' | 'linear';
      /** @description The values of its query are masked. */
      webhook_url: string | null;
      /** @description Values masked. */
      webhook_headers: {
        [key: string]: string;
      };
      /** @description Names of fields that were given and mean nothing. */
      ignored_fields: string[];
      /** Format: date-time */
      created_at: string;
      /** @example job_01a200b59692711fbc57e21c3a596c81 */
      id: string;
      /** @description The same as id. */
      job_id: string;
      /**
       * @description A job that waits for a further try is scheduled again.
       * @enum {string}
       */
      status: 'scheduled' | 'running' | 'success' | 'failed' | 'cancelled';
      /** Format: date-time */
      scheduled_at: string;
      /**
       * Format: date-time
       * @description Of its first or next try; null while it runs and once it has ended.
       */
      next_attempt_at: string | null;
      /**
       * Format: date-time
       * @description When its last attempt began.
       */
      started_at: string | null;
      /** Format: date-time */
      completed_at: string | null;
      /** @description Attempts that have ended. */
      attempts: number;
      /** @description Of the last answer. */
      status_code: number | null;
      /** @description Why the last attempt was no success, in a sentence. */
      last_error: string | null;
      idempotency_key: string | null;
      schedule_id: string | null;
      /** @description The failed job that it is a clone of. */
      replay_of: string | null;
      /** Format: date-time */
      updated_at: string;
    };
    JobsAnswer: {
      jobs: components['schemas']['ListedJobAnswer'][];
      next_cursor: string | null;
    };
    JobAttemptAnswer: {
      attempt_id: string;
      /** @enum {string} */
      kind: 'forward' | 'check' | 'callback' | 'notify' | 'mirror' | 'poll' | 'job';
      run: number | null;
      attempt_num: number;
      /** Format: date-time */
      started_at: string;
      duration_ms: number;
      method: string;
      /** @description Secrets in it are masked. */
      url: string;
      /** @description Null where no answer came. */
      status_code: number | null;
      /** @enum {string} */
      outcome:
        | 'accepted'
        | 'processing'
        | 'not_modified'
        | 'completed'
        | 'failed'
        | 'bad_result'
        | 'unreadable'
        | 'redirected'
        | 'unauthorized'
        | 'not_found'
        | 'evicted'
        | 'rate_limited'
        | 'server_error'
        | 'rejected'
        | 'gone'
        | 'timeout'
        | 'dns_error'
        | 'tls_error'
        | 'connection_error'
        | 'blocked_address'
        | 'too_large'
        | 'unconfirmed'
        | 'late'
        | 'duplicate'
        | 'delivered'
        | 'success';
      error: string | null;
      request_id: string | null;
      /** @description The beginning of the body, without secrets; of equal checks in a row that of the first, though the others may differ in it. */
      response_excerpt: string | null;
      /** @description What was said, and where the time went. Of equal checks in a row those of the first. Null of notifications, polls and jobs, of calls made by older versions, and once the order is erased. */
      details: components['schemas']['AttemptDetailsAnswer'] | null;
      /** @description How many equal ones in a row this row stands for: checks, or requests of a poll, that were asked and answered alike (of checks but for `response_excerpt`). All other fields are those of the first of them; the number of the last is `attempt_num` + `repeated` - 1 (at least that for batch checks that missed the order, which the single checks after them do not part). */
      repeated: number;
      /**
       * Format: date-time
       * @description When the first of them began: `started_at`.
       */
      first_at: string;
      /**
       * Format: date-time
       * @description When the last of them began.
       */
      last_at: string;
      /** @description The same as attempt_id. */
      id: string;
      job_id: string;
      /** Format: date-time */
      completed_at: string;
    };
    ExecutionAnswer: {
      id: string;
      attempt_num: number;
      /** @enum {string} */
      status: 'success' | 'failed';
      status_code: number | null;
      duration_ms: number;
      /** Format: date-time */
      executed_at: string;
    };
    ExecutionsAnswer: {
      executions: components['schemas']['ExecutionAnswer'][];
    };
    NewScheduleBody: {
      /** @description HTTPS. Called as it stands; shown without the values of its query. */
      url: string;
      /**
       * @default POST
       * @enum {string|null}
       */
      http_method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | null;
      /**
       * @description The same as http_method.
       * @default POST
       * @enum {string|null}
       */
      method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | null;
      /** @description Kept sealed, shown masked. None that begins with X-Fliq-. */
      headers?: {
        [key: string]: string;
      } | null;
      /** @description At most 1 MiB. Without a Content-Type, a body that is JSON goes as application/json. */
      body?: string | null;
      /** @default 0 */
      max_retries?: number | null;
      /**
       * @description The whole of one try, from the look-up of the name to the last byte of the answer.
       * @default 30
       */
      timeout_seconds?: number | null;
      /**
       * @default exponential
       * @enum {string|null}
       */
      backoff?: 'exponential' | 'linear' | null;
      /** @description HTTPS. Told of the end by POST. */
      webhook_url?: string | null;
      webhook_headers?: {
        [key: string]: string;
      } | null;
      /**
       * @description Required. Five fields: minute, hour, day of month, month, day of week (0 to 7, Sunday is 0 and 7).
       * @example *\/5 * * * *
       */
      cron?: string | null;
      /** @description The same as cron, and in its place. */
      cron_expr?: string | null;
      name?: string | null;
      /**
       * @description An IANA name, such as Europe/Berlin.
       * @default UTC
       */
      timezone?: string | null;
      /**
       * @description Whether ticks that are missed while we are down run late, once for all of them, or not at all.
       * @default false
       */
      catch_up?: boolean | null;
      /**
       * @description skip: a tick makes no job while an earlier one of the schedule is open.
       * @default allow
       * @enum {string|null}
       */
      overlap?: 'allow' | 'skip' | null;
    };
    ScheduleAnswer: {
      /** @description Null for the operator's. */
      seller_id: string | null;
      /** @description The values of its query are masked. */
      url: string;
      /** @enum {string} */
      http_method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /**
       * @description The same as http_method.
       * @enum {string}
       */
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** @description Values masked. */
      headers: {
        [key: string]: string;
      };
      /** @description As it was given. */
      body: string | null;
      max_retries: number;
      timeout_seconds: number;
      /** @enum {string} */
      backoff: 'exponential' | 'linear';
      /** @description The values of its query are masked. */
      webhook_url: string | null;
      /** @description Values masked. */
      webhook_headers: {
        [key: string]: string;
      };
      /** @description Names of fields that were given and mean nothing. */
      ignored_fields: string[];
      /** Format: date-time */
      created_at: string;
      /** @example sch_01a200b59692711fbc57e21c3a596c81 */
      id: string;
      /** @description The same as id. */
      schedule_id: string;
      name: string | null;
      /** @enum {string} */
      status: 'active' | 'paused';
      /** @description The same as status. */
      paused: boolean;
      /** @description As it was given. Five fields: minute, hour, day of month, month, day of week (0 to 7, Sunday is 0 and 7). */
      cron: string;
      /** @description The same as cron. */
      cron_expr: string;
      timezone: string;
      catch_up: boolean;
      /** @enum {string} */
      overlap: 'allow' | 'skip';
      /**
       * Format: date-time
       * @description Null while it is paused.
       */
      next_run_at: string | null;
      /**
       * Format: date-time
       * @description The last tick that made a job.
       */
      last_run_at: string | null;
      /**
       * Format: date-time
       * @description The last tick that made none, since there was an open job.
       */
      last_skipped_at: string | null;
      /**
       * Format: date-time
       * @description When it was made, paused or resumed.
       */
      updated_at: string;
    };
    ListedScheduleAnswer: {
      /** @description Null for the operator's. */
      seller_id: string | null;
      /** @description The values of its query are masked. */
      url: string;
      /** @enum {string} */
      http_method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /**
       * @description The same as http_method.
       * @enum {string}
       */
      method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
      /** @description Values masked. */
      headers: {
        [key: string]: string;
      };
      max_retries: number;
      timeout_seconds: number;
      /** @enum {string} */
      backoff: 'exponential' | 'linear';
      /** @description The values of its query are masked. */
      webhook_url: string | null;
      /** @description Values masked. */
      webhook_headers: {
        [key: string]: string;
      };
      /** @description Names of fields that were given and mean nothing. */
      ignored_fields: string[];
      /** Format: date-time */
      created_at: string;
      /** @example sch_01a200b59692711fbc57e21c3a596c81 */
      id: string;
      /** @description The same as id. */
      schedule_id: string;
      name: string | null;
      /** @enum {string} */
      status: 'active' | 'paused';
      /** @description The same as status. */
      paused: boolean;
      /** @description As it was given. Five fields: minute, hour, day of month, month, day of week (0 to 7, Sunday is 0 and 7). */
      cron: string;
      /** @description The same as cron. */
      cron_expr: string;
      timezone: string;
      catch_up: boolean;
      /** @enum {string} */
      overlap: 'allow' | 'skip';
      /**
       * Format: date-time
       * @description Null while it is paused.
       */
      next_run_at: string | null;
      /**
       * Format: date-time
       * @description The last tick that made a job.
       */
      last_run_at: string | null;
      /**
       * Format: date-time
       * @description The last tick that made none, since there was an open job.
       */
      last_skipped_at: string | null;
      /**
       * Format: date-time
       * @description When it was made, paused or resumed.
       */
      updated_at: string;
    };
    SchedulesAnswer: {
      schedules: components['schemas']['ListedScheduleAnswer'][];
      next_cursor: string | null;
    };
    SigningSecretAnswer: {
      /** @description `whsec_` and base64 of 32 bytes. */
      signing_secret: string;
      /** @description The same text: clients of Fliq read it by either name. */
      secret: string;
      /** Format: date-time */
      created_at: string;
      /**
       * Format: date-time
       * @description Until then calls bear a signature by the secret before as well.
       */
      previous_until: string | null;
    };
    RotateSigningBody: {
      /**
       * @description For so many seconds the secret before counts beside the new one; 0 ends it at once.
       * @default 86400
       */
      grace_s?: number;
    };
    AttentionGroupAnswer: {
      /** @enum {string} */
      cause:
        | 'outage'
        | 'failed'
        | 'expired'
        | 'expires_soon'
        | 'work_quarantined'
        | 'not_started'
        | 'unauthorized'
        | 'unreadable'
        | 'tool_paused'
        | 'slow'
        | 'notification_dead';
      /** @description What is wrong, in a sentence. */
      title: string;
      /** @description What to do about it. */
      hint: string;
      /** @description Null where it is about several tools, or about none. */
      short_id: string | null;
      seller_id: string | null;
      /** @description Exact up to 1,000; more is told as that. */
      count: number;
      /** Format: date-time */
      oldest_at: string;
      /** @description A hundred at most, oldest first. */
      order_ids: string[];
      outage_ids: string[];
      notification_ids: string[];
    };
    AttentionAnswer: {
      groups: components['schemas']['AttentionGroupAnswer'][];
      /** Format: date-time */
      generated_at: string;
    };
    ListedOutageAnswer: {
      /** @example out_01a200b59692711fbc57e21c3a596c81 */
      outage_id: string;
      seller_id: string;
      /** @description Null where all that the seller has at the origin could not be reached. */
      short_id: string | null;
      /** @example https://seller.example */
      origin: string;
      /**
       * Format: date-time
       * @description When the first of the calls in a row began that failed.
       */
      from: string;
      /**
       * Format: date-time
       * @description When a good answer came again; null while it lasts.
       */
      to: string | null;
      /** @description Forwards that failed. */
      forwards: number;
      /** @description Checks that failed, each order of a batch counted. */
      checks: number;
      /** @description Callbacks that came while it lasted. */
      callbacks: number;
      /** @description Orders that it held up. */
      orders: number;
      /** @description What the last call that failed came to. */
      error: string | null;
      /**
       * Format: date-time
       * @description When what it held up was made good.
       */
      replayed_at: string | null;
    };
    OutagesAnswer: {
      outages: components['schemas']['ListedOutageAnswer'][];
      next_cursor: string | null;
    };
    ReplayAnswer: {
      outage_id: string;
      dry_run: boolean;
      /** @description Orders that never started, and go again. */
      forward: number;
      /** @description Orders that the seller has, and that are asked for now. */
      check: number;
      /** @description Deadlines that are moved. */
      extend: number;
      /** @description By how many seconds, less what an order was given for another outage. */
      extend_by_s: number;
      /** @description Orders that were begun and ended by it: sent again only with `redo`. */
      redo: number;
      /** @description Orders that are still to be made good. */
      left: number;
      /** @enum {string} */
      status: 'none' | 'running' | 'done';
      /** @description Orders that were made good. */
      done: number;
    };
    OutageAnswer: {
      /** @example out_01a200b59692711fbc57e21c3a596c81 */
      outage_id: string;
      seller_id: string;
      /** @description Null where all that the seller has at the origin could not be reached. */
      short_id: string | null;
      /** @example https://seller.example */
      origin: string;
      /**
       * Format: date-time
       * @description When the first of the calls in a row began that failed.
       */
      from: string;
      /**
       * Format: date-time
       * @description When a good answer came again; null while it lasts.
       */
      to: string | null;
      /** @description Forwards that failed. */
      forwards: number;
      /** @description Checks that failed, each order of a batch counted. */
      checks: number;
      /** @description Callbacks that came while it lasted. */
      callbacks: number;
      /** @description Orders that it held up. */
      orders: number;
      /** @description What the last call that failed came to. */
      error: string | null;
      /**
       * Format: date-time
       * @description When what it held up was made good.
       */
      replayed_at: string | null;
      /** @description The last one. */
      replay: components['schemas']['ReplayAnswer'] | null;
    };
    ReplayBody: {
      /**
       * @description Only say what it would do.
       * @default false
       */
      dry_run?: boolean;
      /**
       * @description Send also what the seller had begun, and the outage ended, again: it may be done, and paid, twice.
       * @default false
       */
      redo?: boolean;
    };
    NewTestBody: {
      /** @description Inputs of the order that ought to complete. */
      inputs?: {
        [key: string]: unknown;
      };
      /** @description Inputs of the order that ought to fail. Left out: `inputs` with `"roundtrip_test": "fail"`. */
      failing_inputs?: {
        [key: string]: unknown;
      };
      /**
       * @description How long each test order is waited for.
       * @default 120
       */
      patience_s?: number;
    };
    TestCheckAnswer: {
      /** @example status.unknown */
      id: string;
      /** @enum {string} */
      level: 'must' | 'should' | 'may';
      /** @enum {string} */
      outcome: 'pass' | 'fail' | 'warn' | 'skip';
      /** @example An order that was never placed is 404 */
      title: string;
      /** @example HTTP 200 to an order that was never placed: {"status":"processing"} */
      found: string;
      /** @example HTTP 404. */
      expected: string;
      /** @description What the seller changes; null where nothing is wrong. */
      fix: string | null;
      /** @description Makes the call again; values of headers are variables of the shell. Null where it takes a whole order. */
      curl: string | null;
    };
    TestAnswer: {
      /** @example tst_01a200b59692711fbc57e21c3a596c81 */
      test_id: string;
      short_id: string;
      /** @enum {string} */
      status: 'running' | 'done' | 'stopped';
      /**
       * @description F: an order cannot be sent or does not complete. D: two or more of level must failed. C: one did. B: one of level should did. A: neither. Null while it runs, and where it was stopped.
       * @enum {string|null}
       */
      grade: 'A' | 'B' | 'C' | 'D' | 'F' | null;
      /** @description What the seller builds with, where its answers tell. */
      platform: string | null;
      /** @description Why it was stopped. */
      problem: string | null;
      /** @description The role of whoever asked for it, or nightly. */
      asked_by: string;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      finished_at: string | null;
      passed: number;
      failed: number;
      warned: number;
      skipped: number;
      /** @description The two test orders, once they are placed. */
      order_ids: string[];
      /** @description In the order in which a seller would mend them. */
      checks: components['schemas']['TestCheckAnswer'][];
    };
    TestSummaryAnswer: {
      /** @example tst_01a200b59692711fbc57e21c3a596c81 */
      test_id: string;
      short_id: string;
      /** @enum {string} */
      status: 'running' | 'done' | 'stopped';
      /**
       * @description F: an order cannot be sent or does not complete. D: two or more of level must failed. C: one did. B: one of level should did. A: neither. Null while it runs, and where it was stopped.
       * @enum {string|null}
       */
      grade: 'A' | 'B' | 'C' | 'D' | 'F' | null;
      /** @description What the seller builds with, where its answers tell. */
      platform: string | null;
      /** @description Why it was stopped. */
      problem: string | null;
      /** @description The role of whoever asked for it, or nightly. */
      asked_by: string;
      /** Format: date-time */
      created_at: string;
      /** Format: date-time */
      finished_at: string | null;
    };
    TestsAnswer: {
      tests: components['schemas']['TestSummaryAnswer'][];
      next_cursor: string | null;
    };
    OpenOrdersAnswer: {
      received: number;
      forwarding: number;
      processing: number;
    };
    WorkNowAnswer: {
      /** @description Rows of work that nobody has taken, due or not. */
      waiting: number;
      due: number;
      /** @description Seconds since the oldest due work was due; 0 where none is. */
      oldest_due_s: number;
      /** @description Calls that the process which answers has under way. */
      in_flight: number;
      quarantined: number;
    };
    MessagesNowAnswer: {
      pending: number;
      dead: number;
    };
    OpenBreakerAnswer: {
      origin: string;
      /** @description Null where the origin fails for several sellers. */
      short_id: string | null;
      seller_id: string | null;
      /** Format: date-time */
      since: string;
    };
    StorageNowAnswer: {
      /** @description At most a minute old, as files is. */
      database_bytes: number | null;
      /** @description Result files that are kept; 100,000 where there are more. */
      files: number | null;
      /** @description Null where result files lie on no disk of this machine. */
      disk_free_bytes: number | null;
      disk_total_bytes: number | null;
    };
    SystemAnswer: {
      version: string;
      /** @example 20.19.0 */
      node: string;
      /**
       * @description Of the process that answers.
       * @enum {string}
       */
      role: 'all' | 'api' | 'worker';
      /** @enum {string} */
      engine: 'embedded' | 'distributed';
      /** @enum {string} */
      database: 'sqlite' | 'postgres';
      /**
       * Format: date-time
       * @description Of the process that answers.
       */
      started_at: string;
      /** @description That said within two minutes that they live. */
      processes: number;
      orders: components['schemas']['OpenOrdersAnswer'];
      work: components['schemas']['WorkNowAnswer'];
      notifications: components['schemas']['MessagesNowAnswer'];
      /** @description Where calls are held back now. */
      open_breakers: components['schemas']['OpenBreakerAnswer'][];
      storage: components['schemas']['StorageNowAnswer'];
    };
    CallsAnswer: {
      /** @description That brought an answer as it should be. */
      ok: number;
      /** @description Answers that told of something wrong. */
      seller_error: number;
      timeout: number;
      /** @description Lookup, TLS, connections, requests without an answer. */
      network: number;
      /** @description Addresses that the guard refused. */
      refused: number;
    };
    SeriesPointAnswer: {
      /**
       * Format: date-time
       * @description Where the step begins.
       */
      at: string;
      /** @description Runs that began: placed, and sent again. */
      placed: number;
      completed: number;
      failed: number;
      expired: number;
      calls: components['schemas']['CallsAnswer'];
      /** @description Of 100 calls 95 began no later than so many milliseconds after they were due. */
      lateness_p95_ms: number | null;
      due: number | null;
      waiting: number | null;
    };
    SystemSeriesAnswer: {
      /** @enum {string} */
      range: '1h' | '6h' | '24h' | '7d';
      /** @description Seconds of one step. */
      step_s: number;
      /** @description One for each step, oldest first; the last is running. */
      points: components['schemas']['SeriesPointAnswer'][];
    };
    Error: {
      error: {
        /** @description For programs; snake_case. */
        code: string;
        /** @description For people: says what to do. */
        message: string;
        details: {
          field: string;
          message: string;
        }[];
      };
      /** @description As in the header `X-Request-Id`. */
      request_id: string;
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  tokensList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokensAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  tokensCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewTokenBody'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewTokenAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  tokensGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        token_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TokenAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  tokensDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        token_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sessionShow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionAnswer'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sessionOpen: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSessionBody'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SessionAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sessionEnd: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  auditList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  healthHealth: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HealthAnswer'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  healthReady: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReadyAnswer'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  metricsRender: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sellersList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SellersAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sellersCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewSellerBody'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewSellerAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sellersGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        seller_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SellerAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sellersDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        seller_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sellersChange: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        seller_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['SellerPatchBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SellerAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sellersRotateToken: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        seller_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SellerTokenAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sellersNotices: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        seller_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NoticesAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        /** @description Of this seller. */
        seller_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToolsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewToolBody'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewToolAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToolAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsChange: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ToolPatchBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToolAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsRotateSecret: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RotateSecretBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RotatedSecretAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsPause: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToolAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsResume: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToolAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsStats: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToolStatsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsDurations: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ToolDurationsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  toolsPreviewPlans: {
    parameters: {
      query?: {
        /** @description A plan as JSON, as in a tool's `poll`; may be repeated. Left out: the tool's own, `sweep`, `fixed` every 60 s, `exponential` and `learned`, side by side. */
        poll?: string[];
      };
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PlanPreviewAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  kitsList: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['KitsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  kitsDownload: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': string;
          'text/javascript': string;
          'text/x-python': string;
          'text/markdown': string;
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  bulksList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulksAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  bulksStart: {
    parameters: {
      query?: never;
      header?: {
        /** @description 1 to 256 visible ASCII. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewBulkBody'];
      };
    };
    responses: {
      /** @description Counted only, or begun before by the same key. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BegunBulkAnswer'];
        };
      };
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BegunBulkAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  bulksGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        bulk_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  ordersList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        /** @description Comma list of received, forwarding, processing, completed, failed, expired, cancelled. */
        status?: string;
        short_id?: string;
        seller_id?: string;
        is_test?: boolean;
        /** @description Created at this instant or later. */
        created_after?: string;
        /** @description Created before this instant. */
        created_before?: string;
        /** @description The beginning of an id, or text in message or error. Eight characters or more that begin an id are read as that. */
        q?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrdersAnswer'];
          'text/csv': string;
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  ordersPlace: {
    parameters: {
      query?: never;
      header?: {
        /** @description In place of order_id; 1 to 256 visible ASCII. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewOrderBody'];
      };
    };
    responses: {
      /** @description Placed before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderAnswer'];
        };
      };
      /** @description Durable; on its way to its seller. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  ordersGet: {
    parameters: {
      query?: {
        /** @description A share token of the order, in place of any other. */
        t?: unknown;
      };
      header?: {
        'If-None-Match'?: string;
        /** @description `wait=N`, at most 60 (RFC 7240). */
        Prefer?: string;
      };
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderActionsErase: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  ordersOperation: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OperationAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderHistoryAttempts: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AttemptsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderHistoryEvents: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['EventsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderActionsCheck: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderActionsCancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderActionsRetry: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderActionsAccept: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AcceptBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OrderAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderSharesShare: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ShareBody'];
      };
    };
    responses: {
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ShareAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderSharesWithdraw: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderFilesDownload: {
    parameters: {
      query?: {
        /** @description Of a signed link: Unix seconds. */
        expires?: string;
        /** @description Of a signed link; a request that bears one needs no token. */
        signature?: string;
        /** @description A share token of the order; a request that bears one needs no other. */
        t?: string;
      };
      header?: never;
      path: {
        order_id: string;
        n: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          '*/*': string;
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderFilesLink: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        order_id: string;
        n: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['LinkBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['LinkAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderStreamsAll: {
    parameters: {
      query?: never;
      header?: {
        /** @description The event_id seen last; what came after it follows, also where that event is gone. */
        'Last-Event-ID'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Server-sent events: `event` is the type, `id` the event_id, `data` the event. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  orderStreamsOne: {
    parameters: {
      query?: {
        /** @description A share token of the order, in place of any other. */
        t?: unknown;
      };
      header?: {
        /** @description The event_id seen last; what came after it follows, also where that event is gone. */
        'Last-Event-ID'?: string;
      };
      path: {
        order_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Server-sent events: `event` is the type, `id` the event_id, `data` the event. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sweepsList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SweepsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  sweepsOpen: {
    parameters: {
      query?: {
        /** @description Every order that waits for a check, whatever its plan. */
        all?: boolean;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NewSweepAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  notificationsList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        state?: 'pending' | 'delivered' | 'dead';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NotificationsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  notificationsReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        notification_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['EmptyBody'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['NotificationAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  pollsList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PollsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  pollsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewPollBody'];
      };
    };
    responses: {
      /** @description Made before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PollAnswer'];
        };
      };
      /** @description Durable; it is asked from now on. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PollAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  pollsGet: {
    parameters: {
      query?: never;
      header?: {
        /** @description `wait=N`, at most 60 (RFC 7240). */
        Prefer?: string;
      };
      path: {
        poll_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PollAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  pollsCancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        poll_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PollAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  pollsAttempts: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        poll_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AttemptsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        /** @description pending is scheduled, completed is success. */
        status?: 'scheduled' | 'running' | 'success' | 'failed' | 'cancelled' | 'pending' | 'completed';
        /** @description Part of the URL as it is shown, or of the id; letters of any case. */
        q?: string;
        method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        /** @description Scheduled for this instant or later. */
        scheduled_after?: string;
        /** @description Scheduled before this instant. */
        scheduled_before?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page may be short where few of many jobs fit: go on while there is a next_cursor. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewJobBody'];
      };
    };
    responses: {
      /** @description Made before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Durable; it is called at its time. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsListV1: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        /** @description pending is scheduled, completed is success. */
        status?: 'scheduled' | 'running' | 'success' | 'failed' | 'cancelled' | 'pending' | 'completed';
        /** @description Part of the URL as it is shown, or of the id; letters of any case. */
        q?: string;
        method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        /** @description Scheduled for this instant or later. */
        scheduled_after?: string;
        /** @description Scheduled before this instant. */
        scheduled_before?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page may be short where few of many jobs fit: go on while there is a next_cursor. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsCreateV1: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewJobBody'];
      };
    };
    responses: {
      /** @description Made before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Durable; it is called at its time. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsCancel: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Cancelled, now or before. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsGetV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsCancelV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Cancelled, now or before. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The clone, scheduled for now. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsReplayV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The clone, scheduled for now. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsAttempts: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The id of an attempt: older ones only. */
        before?: string;
      };
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAttemptAnswer'][];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsAttemptsV1: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The id of an attempt: older ones only. */
        before?: string;
      };
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAttemptAnswer'][];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsExecutions: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The id of an attempt: older ones only. */
        before?: string;
      };
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExecutionsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  jobsExecutionsV1: {
    parameters: {
      query?: {
        limit?: number;
        /** @description The id of an attempt: older ones only. */
        before?: string;
      };
      header?: never;
      path: {
        job_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ExecutionsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SchedulesAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesCreate: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewScheduleBody'];
      };
    };
    responses: {
      /** @description Durable; it ticks from now on. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesListV1: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SchedulesAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesCreateV1: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['NewScheduleBody'];
      };
    };
    responses: {
      /** @description Durable; it ticks from now on. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesDelete: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesGetV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesDeleteV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Deleted. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesPause: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Paused, now or before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesPauseV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Paused, now or before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesResume: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Active, now or before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesResumeV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description Active, now or before. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ScheduleAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesRun: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job, scheduled for now. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesRunV1: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description The job, scheduled for now. */
      201: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesListJobs: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        /** @description pending is scheduled, completed is success. */
        status?: 'scheduled' | 'running' | 'success' | 'failed' | 'cancelled' | 'pending' | 'completed';
        /** @description Part of the URL as it is shown, or of the id; letters of any case. */
        q?: string;
        method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        /** @description Scheduled for this instant or later. */
        scheduled_after?: string;
        /** @description Scheduled before this instant. */
        scheduled_before?: string;
      };
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page may be short where few of many jobs fit: go on while there is a next_cursor. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  schedulesListJobsV1: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        /** @description pending is scheduled, completed is success. */
        status?: 'scheduled' | 'running' | 'success' | 'failed' | 'cancelled' | 'pending' | 'completed';
        /** @description Part of the URL as it is shown, or of the id; letters of any case. */
        q?: string;
        method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
        /** @description Scheduled for this instant or later. */
        scheduled_after?: string;
        /** @description Scheduled before this instant. */
        scheduled_before?: string;
      };
      header?: never;
      path: {
        schedule_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      /** @description A page may be short where few of many jobs fit: go on while there is a next_cursor. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  signingGet: {
    parameters: {
      query?: {
        /** @description By an admin: the secret of this seller. */
        seller_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningSecretAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  signingGetV1: {
    parameters: {
      query?: {
        /** @description By an admin: the secret of this seller. */
        seller_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningSecretAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  signingRotate: {
    parameters: {
      query?: {
        /** @description By an admin: the secret of this seller. */
        seller_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateSigningBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningSecretAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  signingRotateV1: {
    parameters: {
      query?: {
        /** @description By an admin: the secret of this seller. */
        seller_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['RotateSigningBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SigningSecretAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  attentionRead: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AttentionAnswer'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  outagesList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
        seller_id?: string;
        short_id?: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OutagesAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  outagesGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        outage_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['OutageAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  outagesReplay: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        outage_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['ReplayBody'];
      };
    };
    responses: {
      /** @description A dry run: what it would do. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReplayAnswer'];
        };
      };
      /** @description It is under way, or was done before. */
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ReplayAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  conformanceStart: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: {
      content: {
        'application/json': components['schemas']['NewTestBody'];
      };
    };
    responses: {
      202: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  conformanceList: {
    parameters: {
      query?: {
        limit?: number;
        /** @description `next_cursor` of the page before. */
        cursor?: string;
      };
      header?: never;
      path: {
        short_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestsAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  conformanceGet: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        short_id: string;
        test_id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['TestAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  systemNow: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SystemAnswer'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  systemSeries: {
    parameters: {
      query?: {
        range?: '1h' | '6h' | '24h' | '7d';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SystemSeriesAnswer'];
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  callback: {
    parameters: {
      query?: {
        /** @description As it stands in the callback_url: the run that the answer belongs to. */
        run?: number;
      };
      header: {
        /** @description The tool's callback secret. */
        'x-callback-secret': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description true with a result or with status processing; false with an error. */
          ok: boolean;
          /** Format: uuid */
          order_id: string;
          /** @enum {string} */
          status?: 'processing' | 'completed' | 'failed';
          progress?: number;
          message?: string;
          /** @enum {string} */
          output_type?: 'text' | 'json' | 'csv' | 'html' | 'url' | 'file';
          result_text?: string;
          /** Format: uri */
          result_url?: string;
          file_base64?: string;
          /** @description As prepare answered it, once the file has been uploaded. */
          object_key?: string;
          filename?: string;
          mime_type?: string;
          files?: {
            filename?: string;
            mime_type?: string;
            file_base64?: string;
            /** @description As prepare answered it, once the file has been uploaded. */
            object_key?: string;
            /** Format: uri */
            result_url?: string;
          }[];
          /** @description Where ok is false. */
          error?:
            | string
            | {
                code?: string;
                message?: string;
              };
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Taken, or nothing to take. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ok: boolean;
            duplicate?: boolean;
            late?: boolean;
          };
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  callbackByToken: {
    parameters: {
      query?: {
        /** @description As it stands in the callback_url: the run that the answer belongs to. */
        run?: number;
      };
      header?: never;
      path: {
        /** @description As it stands in the callback_url of a tool with callback_auth url_token. */
        token: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** @description true with a result or with status processing; false with an error. */
          ok?: boolean;
          /** Format: uuid */
          order_id?: string;
          /** @enum {string} */
          status?: 'processing' | 'completed' | 'failed';
          progress?: number;
          message?: string;
          /** @enum {string} */
          output_type?: 'text' | 'json' | 'csv' | 'html' | 'url' | 'file';
          result_text?: string;
          /** Format: uri */
          result_url?: string;
          file_base64?: string;
          /** @description As prepare answered it, once the file has been uploaded. */
          object_key?: string;
          filename?: string;
          mime_type?: string;
          files?: {
            filename?: string;
            mime_type?: string;
            file_base64?: string;
            /** @description As prepare answered it, once the file has been uploaded. */
            object_key?: string;
            /** Format: uri */
            result_url?: string;
          }[];
          /** @description Where ok is false. */
          error?:
            | string
            | {
                code?: string;
                message?: string;
              };
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Taken, or nothing to take. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ok: boolean;
            duplicate?: boolean;
            late?: boolean;
          };
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  prepareUpload: {
    parameters: {
      query?: never;
      header: {
        /** @description The tool's callback secret. */
        'x-callback-secret': string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': {
          /** Format: uuid */
          order_id: string;
          filename?: string;
          /** @example image/png */
          mime_type?: string;
          /** @description Bytes. */
          file_size?: number;
          files?:
            | {
                filename: string;
                /** @example image/png */
                mime_type: string;
                /** @description Bytes. */
                file_size: number;
              }[]
            | null;
        } & {
          [key: string]: unknown;
        };
      };
    };
    responses: {
      /** @description Where to put them, within the hour. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ok: boolean;
            /** Format: uuid */
            order_id: string;
            is_test_mode: boolean;
            filename?: string;
            /** @description What the callback or the status body names once the file has been uploaded. */
            object_key?: string;
            /**
             * Format: uri
             * @description For one PUT of this file.
             */
            upload_url?: string;
            requires_headers?: {
              'Content-Type'?: string;
            };
            /** @description Seconds. */
            expires_in?: number;
            max_bytes?: number;
            /** @description Where files was sent; the fields of one upload are then left out. */
            uploads?: {
              filename: string;
              /** @description What the callback or the status body names once the file has been uploaded. */
              object_key: string;
              /**
               * Format: uri
               * @description For one PUT of this file.
               */
              upload_url: string;
              requires_headers: {
                'Content-Type'?: string;
              };
              /** @description Seconds. */
              expires_in: number;
              max_bytes: number;
            }[];
          };
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
  upload: {
    parameters: {
      query: {
        expires: string;
        size: string;
        type: string;
        signature: string;
      };
      header?: never;
      path: {
        order_id: string;
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        '*/*': string;
      };
    };
    responses: {
      /** @description All of it is kept, for the callback or the status body to name. */
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': {
            ok: boolean;
            object_key: string;
            /** @description Bytes. */
            size: number;
            sha256: string;
          };
        };
      };
      /** @description Something in the request is wrong: `details` names the fields. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Nobody is named, or the proof is wrong. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description The role may not do this, or the CSRF token is missing. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description There is no such thing, or it is another’s. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Too much is asked at once: `Retry-After` says when to come again. */
      429: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
      /** @description Any error, in the one shape. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Error'];
        };
      };
    };
  };
}
